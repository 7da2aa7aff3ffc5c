import { isIP } from "node:net";
import { expect, test } from "vitest";
import { classifyAddress, createEgress, createMemoryHttpConnector, createMemoryResolver } from "../src/index.ts";
import { createManualClock } from "@cordon/core/testing";
import { createRecordedEgress, failureOf, never, PUBLIC_ADDRESS, ruleFor } from "./_recorded-egress.ts";
import { NAMED_HOSTS, SSRF_CORPUS, type SsrfCase } from "./_ssrf-corpus.ts";

const wide = { allowHttp: true, ports: [80, 443, 8080] } as const;

/** The host of a URL as rules name it, if it has one: the grant names it, so that rules do not help. */
function literalOf(url: string): readonly string[] {
  if (!URL.canParse(url)) return [];
  const host = new URL(url).hostname.replaceAll(/[[\]]/g, "");
  return isIP(host) === 0 ? [] : [host];
}

function grantFor({ url, redirects = [] }: SsrfCase): ReturnType<typeof ruleFor>[] {
  const literals = [url, ...redirects].flatMap((each) => literalOf(each.replace(/^\/\//, "https://")));
  const hosts = new Set([...literals, ...NAMED_HOSTS, "*.example.com"]);
  // One without allowHttp at port 443, for the case that is about the port.
  return [...hosts].map((host) => ruleFor(host, host === "*.example.com" ? { ports: [443] } : wide));
}

test("the corpus has a unique name for each of its cases, and enough of them", () => {
  expect(new Set(SSRF_CORPUS.map(({ name }) => name)).size).toBe(SSRF_CORPUS.length);
  expect(SSRF_CORPUS.length).toBeGreaterThanOrEqual(200);
});

test.each(SSRF_CORPUS)("refused: $name", async (each) => {
  const { url, code, addresses, redirects = [], method = "GET", headers = {} } = each;
  let answered = 0;
  const { host, exchanges } = createRecordedEgress({
    records: (name) => (name === "private.example.com" ? ["10.1.2.3"] : (addresses ?? [PUBLIC_ADDRESS])),
    handler() {
      const location = redirects[answered];
      answered += 1;
      return location === undefined ? { status: 200 } : { status: 302, headers: { location } };
    },
  });
  const egress = host.grant({ rules: grantFor(each), redirects: { max: 5 } });
  const sent = egress.send({ method, url, headers }, never());
  await expect(sent).rejects.toMatchObject({ code });
  // Whatever was connected to before a redirect was of the public internet, and no hop was made for the one refused.
  expect(exchanges.map(({ address }) => address)).toEqual(
    redirects.map(() => PUBLIC_ADDRESS).slice(0, exchanges.length),
  );
  expect(exchanges.length).toBeLessThanOrEqual(redirects.length);
  const { message } = await failureOf(sent);
  for (const address of addresses ?? [])
    if (address !== "" && address !== "localhost") expect(message).not.toContain(address);
});

test("the grant of the corpus lets through what is allowed", async () => {
  const { host, exchanges } = createRecordedEgress();
  const egress = host.grant({ rules: grantFor({ name: "", url: "https://8.8.8.8/", code: "" }) });
  await egress.send({ method: "GET", url: "https://api.example.com/" }, never());
  await egress.send({ method: "GET", url: "https://8.8.8.8/" }, never());
  expect(exchanges.map(({ address }) => address)).toEqual([PUBLIC_ADDRESS, "8.8.8.8"]);
});

test("a host that answers with another address the second time is asked once for each hop, and connected to as checked", async () => {
  let asked = 0;
  const { host, exchanges, resolved } = createRecordedEgress({
    records() {
      asked += 1;
      return asked === 1 ? [PUBLIC_ADDRESS] : ["127.0.0.1"];
    },
    handler: () => ({ status: 302, headers: { location: "/again" } }),
  });
  const egress = host.grant({ rules: [ruleFor("rebind.example.com")], redirects: { max: 3 } });
  const sent = egress.send({ method: "GET", url: "https://rebind.example.com/" }, never());
  await expect(sent).rejects.toMatchObject({ code: "egress/address-refused" });
  expect(resolved).toEqual(["rebind.example.com", "rebind.example.com"]);
  expect(exchanges.map(({ address, url }) => [address, url.pathname])).toEqual([[PUBLIC_ADDRESS, "/"]]);
});

test("an address in a URL is never resolved", async () => {
  const { host, resolved } = createRecordedEgress();
  await host.grant({ rules: [ruleFor("8.8.8.8")] }).send({ method: "GET", url: "https://8.8.8.8/" }, never());
  expect(resolved).toEqual([]);
});

test("a resolver that answers with no end of addresses, or with what is no text, reaches nothing", async () => {
  for (const addresses of [Array.from({ length: 300 }, () => PUBLIC_ADDRESS), [undefined], [{}], [PUBLIC_ADDRESS, 7]]) {
    let connected = 0;
    const host = createEgress({
      clock: createManualClock(),
      resolver: { resolve: async () => addresses as string[] },
      connector: createMemoryHttpConnector(() => {
        connected += 1;
        return { status: 200 };
      }),
    });
    const sent = host.grant({ rules: [ruleFor("a.test")] }).send({ method: "GET", url: "https://a.test/" }, never());
    await expect(sent).rejects.toMatchObject({ code: expect.stringMatching(/^egress\/(unresolved|address-refused)$/) });
    expect(connected).toBe(0);
  }
});

test("every address of the corpus's tables that is refused has a class, and public ones have none", () => {
  for (const address of [
    "8.8.8.8",
    PUBLIC_ADDRESS,
    "1.1.1.1",
    "172.32.0.1",
    "100.128.0.1",
    "2606:4700::1111",
    "2a00::1",
  ])
    expect([address, classifyAddress(address)]).toEqual([address, "public"]);
});

test("memory twins do not make an exception: a resolver's table is checked like any other", async () => {
  const resolver = createMemoryResolver({ "a.test": ["127.0.0.1"] });
  const connector = createMemoryHttpConnector(() => ({ status: 200 }));
  const host = createEgress({ clock: createManualClock(), resolver, connector });
  const sent = host.grant({ rules: [ruleFor("a.test")] }).send({ method: "GET", url: "https://a.test/" }, never());
  await expect(sent).rejects.toMatchObject({ code: "egress/address-refused" });
});

import { expect, test } from "vitest";
import type { Egress, EgressMethod, HttpExchange } from "../src/index.ts";
import { createRecordedEgress, never, type RecordedEgress, ruleFor } from "./_recorded-egress.ts";

const SECRETS = [{ name: "KEY", value: "correct-horse-battery", hosts: ["a.example", "c.example"] }];

/** A grant for a.example to c.example, where paths that begin with a number redirect by it to what is behind. */
function granted(max = 3): RecordedEgress & { readonly egress: Egress } {
  const recorded = createRecordedEgress({
    handler({ url }) {
      const [, status, location] = /^\?(\d{3})=(.*)$/.exec(decodeURIComponent(url.search)) ?? [];
      return status === undefined || location === undefined
        ? { status: 200, body: url.href }
        : { status: Number(status), headers: { location } };
    },
  });
  const rules = ["a.example", "b.example", "c.example"].map((host) => ruleFor(host));
  return { ...recorded, egress: recorded.host.grant({ rules, secrets: SECRETS, redirects: { max } }) };
}

const to = (status: number, location: string): string => `https://a.example/?${status}=${encodeURIComponent(location)}`;
const last = ({ exchanges }: RecordedEgress): HttpExchange | undefined => exchanges.at(-1);

test("a redirect is refused by default, and its place is not connected to", async () => {
  const { host, exchanges } = createRecordedEgress({
    handler: () => ({ status: 302, headers: { location: "https://a.example/next" } }),
  });
  const egress = host.grant({ rules: [ruleFor("a.example")] });
  const sent = egress.send({ method: "GET", url: "https://a.example/" }, never());
  await expect(sent).rejects.toMatchObject({ code: "egress/redirect-refused" });
  expect(exchanges).toHaveLength(1);
});

test("a redirect that is followed answers with where it led", async () => {
  const { egress } = granted();
  const { url, body } = await egress.send({ method: "GET", url: to(302, "https://b.example/there#part") }, never());
  expect([url, new TextDecoder().decode(body)]).toEqual(["https://b.example/there", "https://b.example/there"]);
});

test("a place may be given in any relative form", async () => {
  const { egress } = granted();
  for (const [location, url] of [
    ["/there", "https://a.example/there"],
    ["there", "https://a.example/there"],
    ["./there", "https://a.example/there"],
    ["../there", "https://a.example/there"],
    ["//b.example/there", "https://b.example/there"],
    ["?a=1", "https://a.example/?a=1"],
  ] as const)
    expect((await egress.send({ method: "GET", url: to(302, location) }, never())).url).toBe(url);
});

test("as many redirects are followed as the grant says, and not one more", async () => {
  for (const [max, count] of [
    [1, 1],
    [2, 2],
  ] as const) {
    let left = count;
    const { host, exchanges } = createRecordedEgress({
      handler: () => ((left -= 1) < 0 ? { status: 200 } : { status: 302, headers: { location: "/" } }),
    });
    const egress = host.grant({ rules: [ruleFor("a.example")], redirects: { max } });
    await egress.send({ method: "GET", url: "https://a.example/" }, never());
    expect(exchanges).toHaveLength(count + 1);
    left = count + 1;
    const sent = egress.send({ method: "GET", url: "https://a.example/" }, never());
    await expect(sent).rejects.toMatchObject({ code: "egress/redirect-refused" });
    expect(exchanges).toHaveLength(2 * (count + 1));
  }
});

test("300, 304 and a redirect without a place are answers", async () => {
  for (const status of [300, 304, 302]) {
    const { host } = createRecordedEgress({
      handler: () => ({ status, headers: status === 302 ? {} : { location: "/x" } }),
    });
    const egress = host.grant({ rules: [ruleFor("a.example")] });
    expect((await egress.send({ method: "GET", url: "https://a.example/" }, never())).status).toBe(status);
  }
});

test("a redirect to several places is refused", async () => {
  const { host, exchanges } = createRecordedEgress({
    handler: () => ({ status: 302, headers: { location: ["/a", "/b"] } }),
  });
  const egress = host.grant({ rules: [ruleFor("a.example")], redirects: { max: 1 } });
  const sent = egress.send({ method: "GET", url: "https://a.example/" }, never());
  await expect(sent).rejects.toMatchObject({ code: "egress/redirect-refused" });
  expect(exchanges).toHaveLength(1);
});

test.each<[number, EgressMethod, EgressMethod, boolean]>([
  [301, "POST", "GET", false],
  [302, "POST", "GET", false],
  [303, "POST", "GET", false],
  [303, "PUT", "GET", false],
  [303, "DELETE", "GET", false],
  [307, "POST", "POST", true],
  [308, "POST", "POST", true],
  [307, "PUT", "PUT", true],
  [308, "PATCH", "PATCH", true],
])("%i makes %s into %s", async (status, method, becomes, keepsBody) => {
  const recorded = granted();
  const body = Uint8Array.of(1, 2, 3);
  const headers = { "content-type": "text/plain", "content-language": "en", accept: "text/plain" };
  await recorded.egress.send({ method, url: to(status, "/there"), headers, body }, never());
  const { method: sent, body: sentBody, headers: sentHeaders } = last(recorded) ?? {};
  expect([sent, sentBody && [...sentBody]]).toEqual([becomes, keepsBody ? [1, 2, 3] : undefined]);
  expect(Object.keys(sentHeaders ?? {})).toEqual(keepsBody ? Object.keys(headers) : ["accept"]);
});

test("HEAD stays HEAD, and DELETE without a body stays DELETE", async () => {
  for (const [method, status] of [
    ["HEAD", 303],
    ["DELETE", 301],
  ] as const) {
    const recorded = granted();
    await recorded.egress.send({ method, url: to(status, "/there") }, never());
    expect(last(recorded)?.method).toBe(method);
  }
});

test.each([
  [301, "PUT"],
  [302, "PATCH"],
  [301, "DELETE"],
])("%i does not say that the body of %s is wanted again", async (status, method) => {
  const recorded = granted();
  const sent = recorded.egress.send({ method, url: to(status, "/there"), body: Uint8Array.of(1) }, never());
  await expect(sent).rejects.toMatchObject({ code: "egress/redirect-refused" });
  expect(recorded.exchanges).toHaveLength(1);
});

const HEADERS = { authorization: "Basic eA==", cookie: "a=1", "x-key": "k {{secret:KEY}}", "x-plain": "1" };

test("the same origin gets every header again, secrets included", async () => {
  const recorded = granted();
  await recorded.egress.send({ method: "GET", url: to(302, "/there"), headers: HEADERS }, never());
  expect(last(recorded)?.headers).toEqual({ ...HEADERS, "x-key": "k correct-horse-battery" });
});

test("another origin gets neither credentials nor secrets that are not for it", async () => {
  const recorded = granted();
  await recorded.egress.send({ method: "GET", url: to(302, "https://b.example/"), headers: HEADERS }, never());
  expect(last(recorded)?.headers).toEqual({ "x-plain": "1" });
});

test("another origin that a secret is for gets it, but no credentials", async () => {
  const recorded = granted();
  await recorded.egress.send({ method: "GET", url: to(302, "https://c.example/"), headers: HEADERS }, never());
  expect(last(recorded)?.headers).toEqual({ "x-plain": "1", "x-key": "k correct-horse-battery" });
});

test("what was dropped on the way to another origin does not come back behind it", async () => {
  const recorded = granted();
  const back = `https://b.example/?302=${encodeURIComponent("https://a.example/end")}`;
  await recorded.egress.send({ method: "GET", url: to(302, back), headers: HEADERS }, never());
  expect(last(recorded)?.url.href).toBe("https://a.example/end");
  expect(last(recorded)?.headers).toEqual({ "x-plain": "1" });
});

test("another port of the host is another origin", async () => {
  const { host, exchanges } = createRecordedEgress({
    handler: ({ url }) =>
      url.port === "" ? { status: 307, headers: { location: "https://a.example:8443/" } } : { status: 200 },
  });
  const egress = host.grant({ rules: [ruleFor("a.example", { ports: [443, 8443] })], redirects: { max: 1 } });
  await egress.send({ method: "GET", url: "https://a.example/", headers: { cookie: "a=1" } }, never());
  expect(exchanges.map(({ headers }) => headers)).toEqual([{ cookie: "a=1" }, {}]);
});

test("http behind https is refused, unless a rule allows http; and secrets do not go there even then", async () => {
  for (const [allowHttp, code] of [
    [false, "egress/denied"],
    [true, undefined],
  ] as const) {
    const { host, exchanges } = createRecordedEgress({
      handler: ({ url }) =>
        url.protocol === "https:" ? { status: 302, headers: { location: "http://a.example/" } } : { status: 200 },
    });
    const egress = host.grant({
      rules: [ruleFor("a.example", { allowHttp })],
      secrets: SECRETS,
      redirects: { max: 1 },
    });
    const sent = egress.send({ method: "GET", url: "https://a.example/", headers: HEADERS }, never());
    if (code === undefined) await sent;
    else await expect(sent).rejects.toMatchObject({ code });
    expect(exchanges.slice(1).map(({ headers }) => headers)).toEqual(allowHttp ? [{ "x-plain": "1" }] : []);
  }
});

test("each redirect is held against every list of rules", async () => {
  const { egress, exchanges } = granted();
  const narrowed = egress.narrow([ruleFor("a.example")]);
  const sent = narrowed.send({ method: "GET", url: to(302, "https://b.example/") }, never());
  await expect(sent).rejects.toMatchObject({ code: "egress/denied", details: { reason: "host", hop: 1 } });
  expect(exchanges).toHaveLength(1);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import type { EgressMethod, EgressRule } from "../src/index.ts";
import { createRecordedEgress, never, ruleFor } from "./_recorded-egress.ts";

// Few of everything, so that random rules and requests meet often.
const host = fc.constantFrom("a.test.example", "b.test.example", "*.test.example", "*.b.test.example", "10.0.0.1");
const method = fc.constantFrom<EgressMethod>("GET", "POST");
const path = fc.constantFrom("/", "/a", "/a/b", "/*", "/a/*");
const rule: fc.Arbitrary<EgressRule> = fc.record({
  host,
  methods: fc.uniqueArray(method),
  paths: fc.uniqueArray(path, { minLength: 1 }),
  ports: fc.uniqueArray(fc.constantFrom(80, 443, 8443), { minLength: 1 }),
  allowHttp: fc.boolean(),
  allowPrivate: fc.subarray(["10.0.0.0/8", "10.0.0.0/31"]),
});
const rules = fc.array(rule, { maxLength: 4 });
const request = fc
  .record({
    scheme: fc.constantFrom("http", "https"),
    name: fc.constantFrom("a.test.example", "b.test.example", "c.b.test.example", "10.0.0.1"),
    port: fc.constantFrom("", ":80", ":8443"),
    path: fc.constantFrom("/", "/a", "/a/b", "/c"),
    method,
  })
  .map((parts) => ({ method: parts.method, url: `${parts.scheme}://${parts.name}${parts.port}${parts.path}` }));

async function isSent(
  chain: readonly (readonly EgressRule[])[],
  sent: { method: string; url: string },
): Promise<boolean> {
  const { host: egressHost, exchanges } = createRecordedEgress({ records: () => ["10.0.0.1"] });
  let egress = egressHost.grant({ rules: chain[0] ?? [] });
  for (const more of chain.slice(1)) egress = egress.narrow(more);
  await egress.send(sent, never()).catch(() => {});
  return exchanges.length > 0;
}

test("a narrowed handle sends what every list of its chain allows, and nothing else", async () => {
  let sentByAll = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(rules, { minLength: 1, maxLength: 3 }), request, async (chain, sent) => {
      const alone = await Promise.all(chain.map((list) => isSent([list], sent)));
      const expected = alone.every(Boolean);
      if (expected) sentByAll += 1;
      expect(await isSent(chain, sent)).toBe(expected);
    }),
    { numRuns: 2000, seed: 7 },
  );
  // A property that never meets a request that is sent would hold of anything.
  expect(sentByAll).toBeGreaterThan(20);
});

test("a narrowing that allows everything there is widens nothing", async () => {
  const { host: egressHost, exchanges } = createRecordedEgress();
  const narrowed = egressHost
    .grant({ rules: [ruleFor("a.example", { methods: ["GET"], paths: ["/only"] })] })
    .narrow([ruleFor("a.example"), ruleFor("b.example"), ruleFor("*.example.com")]);
  for (const [url, code] of [
    ["https://a.example/other", "egress/denied"],
    ["https://b.example/only", "egress/denied"],
  ] as const)
    await expect(narrowed.send({ method: "GET", url }, never())).rejects.toMatchObject({ code });
  expect(exchanges).toEqual([]);
  await narrowed.send({ method: "GET", url: "https://a.example/only" }, never());
  expect(exchanges).toHaveLength(1);
});

test("a narrowing that is no list of rules throws, and nothing comes of it", () => {
  const egress = createRecordedEgress().host.grant({ rules: [ruleFor("a.example")] });
  expect(() => egress.narrow(undefined as never)).toThrow(TypeError);
  expect(() => egress.narrow([{ host: "*" } as never])).toThrow();
});

test("a handle gives away nothing of what it stands for", async () => {
  const { host: egressHost } = createRecordedEgress();
  const egress = egressHost.grant({
    rules: [ruleFor("a.example")],
    secrets: [{ name: "KEY", value: "correct-horse-battery", hosts: ["a.example"] }],
  });
  expect(Object.isFrozen(egress)).toBe(true);
  expect(new Set(Reflect.ownKeys(egress))).toEqual(new Set(["narrow", "revoke", "send"]));
  expect(JSON.stringify([egress, String(egress.send), String(egress.narrow)])).not.toMatch(/horse|a\.example/);
  expect(() => Object.assign(egress, { send: () => {} })).toThrow(TypeError);
});

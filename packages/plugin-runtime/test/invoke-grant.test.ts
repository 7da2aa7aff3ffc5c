import { expect, test } from "vitest";
import fc from "fast-check";
import { createInvokeGrants, type InvokeGrant } from "../src/capabilities/invoke-grant.ts";

const DENIED = expect.objectContaining({ code: "plugin/denied" }) as unknown as Error;

test("a grant covers its plugins, and without a list all of its scope", () => {
  const grants = createInvokeGrants();
  grants.check(grants.create({ scope: "p1", principalId: "ada" }), "anything");
  const some = grants.create({ scope: "p1", principalId: "ada", plugins: ["a"] });
  grants.check(some, "a");
  expect(() => grants.check(some, "b")).toThrow(DENIED);
});

test("what only looks like a grant grants nothing: a copy, one of another host, a proxy, a thing of the caller's", () => {
  const grants = createInvokeGrants();
  const real = grants.create({ scope: "p1", principalId: "ada" });
  const forged: readonly unknown[] = [
    { ...real },
    structuredClone({ scope: real.scope, principalId: real.principalId }),
    new Proxy(real, {}),
    Object.create(real),
    createInvokeGrants().create({ scope: "p1", principalId: "ada" }),
  ];
  for (const each of forged) expect(() => grants.check(each as InvokeGrant, "a")).toThrow(DENIED);
});

test("a grant cannot be changed into one of another scope", () => {
  const grants = createInvokeGrants();
  const grant = grants.create({ scope: "p1", principalId: "ada" });
  expect(() => Object.assign(grant, { scope: "p2" })).toThrow(TypeError);
});

test("narrowing never widens, and revoking ends all that was narrowed from it, at once", () => {
  const names = ["a", "b", "c"];
  const step = fc.record({ from: fc.nat(), plugins: fc.subarray(names), revoke: fc.boolean() });
  fc.assert(
    fc.property(fc.subarray(names), fc.array(step, { maxLength: 12 }), (first, steps) => {
      const grants = createInvokeGrants();
      const made = [
        {
          grant: grants.create({ scope: "p1", principalId: "ada", plugins: first }),
          allowed: new Set(first),
          parent: -1,
          revoked: false,
        },
      ];
      for (const { from, plugins, revoke } of steps) {
        const at = from % made.length;
        const parent = made[at];
        if (parent === undefined) throw new RangeError("There is no such grant.");
        if (revoke) {
          parent.grant.revoke();
          parent.revoked = true;
        } else {
          const allowed = new Set(plugins.filter((name) => parent.allowed.has(name)));
          made.push({ grant: parent.grant.narrow(plugins), allowed, parent: at, revoked: false });
        }
      }
      const isRevoked = (at: number): boolean =>
        at >= 0 && ((made[at]?.revoked ?? false) || isRevoked(made[at]?.parent ?? -1));
      for (const [at, { grant, allowed }] of made.entries()) {
        for (const name of names) {
          const check = (): void => grants.check(grant, name);
          if (allowed.has(name) && !isRevoked(at)) check();
          else expect(check).toThrow(DENIED);
        }
      }
    }),
  );
});

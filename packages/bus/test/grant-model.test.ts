import fc from "fast-check";
import { expect, test } from "vitest";
import { tick } from "../src/conformance/reading.ts";
import type { Grant } from "../src/index.ts";
import { createBusWorld, refused } from "./_bus-world.ts";
import { GrantModel, matches } from "./_grant-model.ts";

const PRINCIPALS = ["ann", "bob", "cy"] as const;
const CAPABILITIES = ["*", "emit-as:*", "emit-as:clock:tick", "shop:*", "shop:sell", "shop:buy"] as const;
const NEEDED = "emit-as:clock:tick";

const principal = fc.constantFrom(...PRINCIPALS);
const capability = fc.constantFrom(...CAPABILITIES);
const lasts = fc.option(fc.constantFrom(50, 100, 300), { nil: undefined });
const uses = fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined });

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("grant" as const), principal, capability, lasts, uses }) },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant("narrow" as const), which: fc.nat(), principal, capability, lasts, uses }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("revoke" as const), which: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("take-back" as const), principal, capability }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("use" as const),
      principal,
      also: fc.option(fc.constantFrom("shop:sell", "shop:buy"), { nil: undefined }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("pass" as const), ms: fc.constantFrom(1, 49, 50, 200) }) },
);

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

function codeOf(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    return (error as { readonly code: string }).code;
  }
}

async function check(steps: readonly Step[]): Promise<void> {
  const { bus, clock } = createBusWorld();
  const model = new GrantModel();
  const grants: Grant[] = [];
  const senders = new Map(PRINCIPALS.map((name) => [name, bus.openSender(name)]));
  const limitsOf = (given: { readonly lasts: number | undefined; readonly uses: number | undefined }) => ({
    ...(given.lasts === undefined ? {} : { expiresAt: clock.now() + given.lasts }),
    ...(given.uses === undefined ? {} : { uses: given.uses }),
  });

  const narrow = (given: Step & { readonly kind: "narrow" }): void => {
    const at = given.which % Math.max(1, grants.length);
    const [grant, parent] = [grants[at], model.grants[at]];
    if (grant === undefined || parent === undefined) return;
    const limits = limitsOf(given);
    const least = model.usesLeft(parent);
    const isLater = (limits.expiresAt ?? 0) > (grant.expiresAt ?? Number.POSITIVE_INFINITY);
    const isMore = limits.uses !== undefined && least !== undefined && limits.uses > least;
    const isWider = !matches(parent.capability, given.capability) || isLater || isMore;
    const expected = model.isActive(parent, clock.now()) ? (isWider ? "bus/not-narrower" : undefined) : "bus/denied";
    const code = codeOf(() =>
      grants.push(grant.narrow({ ...limits, principal: given.principal, capability: given.capability })),
    );
    expect(code).toBe(expected);
    if (code !== undefined) return;
    model.add({ ...given, expiresAt: limits.expiresAt, uses: limits.uses, parent });
  };
  const use = async (given: Step & { readonly kind: "use" }): Promise<void> => {
    const needed = given.also === undefined ? [NEEDED] : [NEEDED, given.also];
    const chosen = needed.flatMap((each) => model.choose(given.principal, each, clock.now()) ?? []);
    const sender = senders.get(given.principal);
    const publishing =
      given.also === undefined ? sender?.publish(tick(1)) : sender?.publishWithCapability(given.also, tick(1));
    const isAllowed = chosen.length === needed.length;
    await (isAllowed ? publishing : refused(publishing, { code: "bus/denied" }));
    if (isAllowed) model.use(chosen);
  };
  const run = async (each: Step): Promise<void> => {
    const now = clock.now();
    if (each.kind === "grant") {
      const limits = limitsOf(each);
      grants.push(bus.grantCapability(each.principal, each.capability, limits));
      model.add({ ...each, expiresAt: limits.expiresAt, uses: limits.uses, parent: undefined });
    } else if (each.kind === "narrow") narrow(each);
    else if (each.kind === "use") await use(each);
    else if (each.kind === "pass") clock.advance(each.ms);
    else if (each.kind === "take-back")
      expect(bus.revokeCapability(each.principal, each.capability)).toBe(
        model.revoke(each.principal, each.capability, now),
      );
    else {
      const at = each.which % Math.max(1, grants.length);
      grants[at]?.revoke();
      for (const grant of model.grants.slice(at, at + 1)) grant.isRevoked = true;
    }
  };

  for (const each of steps) {
    await run(each);
    const now = clock.now();
    expect(grants.map(({ active }) => active)).toEqual(model.grants.map((grant) => model.isActive(grant, now)));
    expect(grants.map(({ usesLeft }) => usesLeft)).toEqual(model.grants.map((grant) => model.usesLeft(grant)));
    for (const [name, sender] of senders) {
      const able = ["shop:sell", "shop:buy", NEEDED, "bank:pay"].map((asked) => [asked, sender.can(asked)]);
      expect(able).toEqual(able.map(([asked]) => [asked, model.choose(name, String(asked), now) !== undefined]));
    }
    expect(bus.grants()).toHaveLength(model.grants.filter((grant) => model.isActive(grant, now)).length);
  }
}

test("grants allow what their model does, whatever is granted, narrowed, used, revoked and expires in which order", async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 40 }), check), { numRuns: 400 });
});

import { createSystemClock } from "@cordon/core/system";
import { afterAll, describe, expect, test } from "vitest";
import { type CallReport, createWasmEngine, type Lane, type WasmEngine } from "../src/index.ts";
import { HOSTILE_GUESTS } from "./_hostile-guests.ts";
import { hostFunctions } from "./hostile/_host-functions.ts";
import type { HostileGuest } from "./hostile/_hostile-guest.ts";

const INPUT = new Uint8Array([1, 2, 3]);
const NEVER = new AbortController().signal;

describe.each(["inline", "suspended", "worker"] as const)("in the lane %s", (lane: Lane) => {
  const engine = createWasmEngine({ clock: createSystemClock(), lane, limits: { timeoutMs: 10_000 } });
  afterAll(() => engine[Symbol.asyncDispose]());

  test.each(HOSTILE_GUESTS.map((each) => [each.name, each] as const))("%s", async (_name, hostile) => {
    const { stop } = await run(engine, hostile);
    expect(stop).toMatchObject(expectedStop(hostile));
  });
});

test("there are at least forty of them, each with a name of its own", () => {
  expect(new Set(HOSTILE_GUESTS.map(({ name }) => name)).size).toBe(HOSTILE_GUESTS.length);
  expect(HOSTILE_GUESTS.length).toBeGreaterThanOrEqual(40);
});

function run(engine: WasmEngine, { module, fuel = 2_000_000 }: HostileGuest): Promise<CallReport> {
  return engine.run(module(), { operation: "go", input: INPUT, fuel }, NEVER, { hostFunctions: hostFunctions() });
}

function expectedStop({ stop, reason, says }: HostileGuest): object {
  return {
    kind: stop,
    ...(reason === undefined ? {} : { reason }),
    ...(says === undefined ? {} : { feature: expect.stringContaining(says) }),
  };
}

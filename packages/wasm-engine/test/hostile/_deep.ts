import type { HostileGuest } from "./_hostile-guest.ts";
import { moduleBytes, repeated, TYPE } from "../_module-bytes.ts";
import { guest } from "../_wat.ts";

/** Guests that are too deep or too large. */
export const deep: readonly HostileGuest[] = [
  {
    name: "endless recursion",
    module: () => guest("(i64.add (call $go (local.get 0) (local.get 1)) (i64.const 1))"),
    stop: "stack-exhausted",
    fuel: 2_000_000,
  },
  {
    name: "endless recursion through a table",
    module: () =>
      guest(
        "(i64.add (call_indirect (param i32 i32) (result i64) (local.get 0) (local.get 1) (i32.const 0)) (i64.const 1))",
        "(table 1 funcref) (elem (i32.const 0) $go)",
      ),
    stop: "stack-exhausted",
  },
  {
    name: "endless recursion that catches the end of the stack",
    module: () =>
      guest(
        "(try (result i64) (do (i64.add (call $go (local.get 0) (local.get 1)) (i64.const 1))) (catch_all (i64.const 0)))",
      ),
    stop: "stack-exhausted",
  },
  {
    name: "a million instructions that do nothing",
    module: () => moduleBytes({ type: TYPE.operation, code: [...repeated(1_000_000, 0x01), 0x42, 0] }),
    stop: "completed",
  },
  {
    name: "fifty thousand nested blocks",
    module: () =>
      moduleBytes({
        type: TYPE.operation,
        code: [...repeated(50_000, 0x02, 0x40), ...repeated(50_000, 0x0b), 0x42, 0],
      }),
    stop: "completed",
  },
  {
    name: "ten thousand nested loops",
    module: () =>
      moduleBytes({
        type: TYPE.operation,
        code: [...repeated(10_000, 0x03, 0x40), 0x0c, 0, ...repeated(10_000, 0x0b), 0x42, 0],
      }),
    stop: "out-of-fuel",
  },
  {
    name: "a branch table of sixty thousand targets, for ever",
    module: () =>
      moduleBytes({
        type: TYPE.operation,
        code: [0x03, 0x40, 0x41, 0x0, 0x0e, 0xe0, 0xd4, 0x03, ...repeated(60_000, 0), 0, 0x0b, 0x42, 0],
      }),
    stop: "out-of-fuel",
  },
  {
    name: "fifty thousand functions",
    module: () =>
      moduleBytes(
        { type: TYPE.operation, code: [0x42, 0] },
        Array.from({ length: 50_000 }, () => ({ type: TYPE.nothing, code: [] })),
      ),
    stop: "completed",
  },
  {
    name: "a million loops, which metering makes too long to compile",
    module: () => moduleBytes({ type: TYPE.operation, code: [...repeated(1_000_000, 0x03, 0x40, 0x0b), 0x42, 0] }),
    stop: "refused",
    says: "does not compile",
  },
  {
    name: "more locals than any function may have",
    module: () => moduleBytes({ type: TYPE.operation, locals: [[60_000, 0x7f]], code: [0x42, 0] }),
    stop: "refused",
  },
];

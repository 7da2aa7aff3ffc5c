import type { HostileGuest } from "./_hostile-guest.ts";
import { guest, NOTHING, wat } from "../_wat.ts";
import { GO } from "./_texts.ts";

/** Guests that go wrong. */
export const trapping: readonly HostileGuest[] = [
  { name: "trapping at once", module: () => guest("(unreachable)"), stop: "trapped", reason: "unreachable" },
  {
    name: "reading past its memory",
    module: () => guest("(i64.load (i32.const -1))"),
    stop: "trapped",
    reason: "memory-access",
  },
  {
    name: "dividing by nothing",
    module: () => guest("(i64.div_s (i64.const 1) (i64.const 0))"),
    stop: "trapped",
    reason: "arithmetic",
  },
  {
    name: "calling an empty table entry",
    module: () => guest(`(call_indirect (i32.const 0)) ${NOTHING}`, "(table 1 funcref)"),
    stop: "trapped",
    reason: "indirect-call",
  },
  {
    name: "calling past its table",
    module: () => guest(`(call_indirect (i32.const 7)) ${NOTHING}`, "(table 1 funcref)"),
    stop: "trapped",
    reason: "table-access",
  },
  {
    name: "throwing what nobody catches",
    module: () => guest("(throw $e)", "(tag $e)"),
    stop: "trapped",
    reason: "uncaught-exception",
  },
  {
    name: "data that does not fit into its memory",
    module: () => guest(NOTHING, '(data (i32.const 65530) "too long")'),
    stop: "trapped",
    reason: "memory-access",
  },
  { name: "an output of 4 GiB", module: () => guest("(i64.const 0xffffffff)"), stop: "bad-output" },
  { name: "an output past its memory", module: () => guest("(i64.const 0x0000ffff00000020)"), stop: "bad-output" },
  {
    name: "an output at a pointer that wraps round",
    module: () => guest("(i64.const 0xfffffff000000020)"),
    stop: "bad-output",
  },
  {
    name: "an alloc that points past its memory",
    module: () =>
      wat(
        `(module (memory (export "memory") 1) ${GO} (func (export "alloc") (param i32) (result i32) (i32.const 65535)))`,
      ),
    stop: "bad-output",
  },
  {
    name: "an alloc that points before its memory",
    module: () =>
      wat(
        `(module (memory (export "memory") 1) ${GO} (func (export "alloc") (param i32) (result i32) (i32.const -1)))`,
      ),
    stop: "bad-output",
  },
];

import type { HostileGuest } from "./_hostile-guest.ts";
import { guest, NOTHING, wat } from "../_wat.ts";
import { ABI, FAIL, GO, LOG } from "./_texts.ts";

/** Guests that misuse what they were granted. */
export const calling: readonly HostileGuest[] = [
  {
    name: "a pointer past its memory",
    module: () => guest(`(call $log (i32.const 65530) (i32.const 100)) ${NOTHING}`, LOG),
    stop: "trapped",
    reason: "host-argument",
  },
  {
    name: "a length that wraps round",
    module: () => guest(`(call $log (i32.const -16) (i32.const 32)) ${NOTHING}`, LOG),
    stop: "trapped",
    reason: "host-argument",
  },
  {
    name: "a text of 4 GiB",
    module: () => guest(`(call $log (i32.const 0) (i32.const -1)) ${NOTHING}`, LOG),
    stop: "trapped",
    reason: "host-argument",
  },
  {
    name: "text that is no UTF-8",
    module: () =>
      guest(`(i32.store8 (i32.const 0) (i32.const 0xff)) (call $log (i32.const 0) (i32.const 1)) ${NOTHING}`, LOG),
    stop: "trapped",
    reason: "host-argument",
  },
  {
    name: "half a surrogate pair as UTF-8",
    module: () =>
      guest(`(i32.store (i32.const 0) (i32.const 0x80a0ed)) (call $log (i32.const 0) (i32.const 3)) ${NOTHING}`, LOG),
    stop: "trapped",
    reason: "host-argument",
  },
  {
    name: "a flood of logs",
    module: () => guest(`(loop $l (call $log (i32.const 0) (i32.const 1)) (br $l)) ${NOTHING}`, LOG),
    stop: "trapped",
    reason: "host-quota",
  },
  {
    name: "a flood of large logs",
    module: () => guest(`(loop $l (call $log (i32.const 0) (i32.const 250000)) (br $l)) ${NOTHING}`, LOG, "4"),
    stop: "out-of-fuel",
  },
  {
    name: "a flood of logs that catches being stopped",
    module: () =>
      guest(`(loop $l (try (do (call $log (i32.const 0) (i32.const 1))) (catch_all)) (br $l)) ${NOTHING}`, LOG),
    stop: "trapped",
    reason: "host-quota",
  },
  {
    name: "catching a failed host function and completing",
    module: () => guest(`(try (do (call $fail)) (catch_all)) ${NOTHING}`, FAIL),
    stop: "trapped",
    reason: "host-function",
  },
  {
    name: "catching a failed host function with try_table and completing",
    module: () => guest(`(block $h (try_table (catch_all $h) (call $fail))) ${NOTHING}`, FAIL),
    stop: "trapped",
    reason: "host-function",
  },
  {
    name: "calling the host before any call",
    module: () => wat(`(module ${LOG} ${ABI} ${GO} (func $s (call $log (i32.const 0) (i32.const 1))) (start $s))`),
    stop: "trapped",
    reason: "host-call-outside-call",
  },
  {
    name: "fetching an answer to a place past its memory",
    module: () =>
      guest(
        `(drop (call $ask)) (drop (call $take (i32.const 65530) (i32.const 64))) ${NOTHING}`,
        '(import "env" "ask" (func $ask (result i32))) (import "cordon" "take" (func $take (param i32 i32) (result i32)))',
      ),
    stop: "trapped",
    reason: "host-argument",
  },
];

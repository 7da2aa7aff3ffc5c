import type { HostileGuest } from "./_hostile-guest.ts";
import { moduleBytes, TYPE } from "../_module-bytes.ts";
import { guest, NOTHING, wat } from "../_wat.ts";
import { ABI, GO, SPIN } from "./_texts.ts";

/** Guests that compute for ever. */
export const spinning: readonly HostileGuest[] = [
  { name: "an endless loop", module: () => guest(`${SPIN} ${NOTHING}`), stop: "out-of-fuel" },
  {
    name: "an endless loop in the start section",
    module: () => wat(`(module ${ABI} ${GO} (func $s ${SPIN}) (start $s))`),
    stop: "out-of-fuel",
  },
  {
    name: "an endless loop in _initialize",
    module: () => wat(`(module ${ABI} ${GO} (func (export "_initialize") ${SPIN}))`),
    stop: "out-of-fuel",
  },
  {
    name: "an endless loop in alloc",
    module: () =>
      wat(`(module (memory (export "memory") 1) ${GO}
        (func (export "alloc") (param i32) (result i32) ${SPIN} (i32.const 0)))`),
    stop: "out-of-fuel",
  },
  {
    name: "an endless loop around a branch table",
    module: () => guest(`(loop $l (block $b (br_table $l $l $b $l (i32.const 0)))) ${NOTHING}`),
    stop: "out-of-fuel",
  },
  {
    name: "endless tail calls of itself",
    module: () => guest(NOTHING.replace("(i64.const 0)", "(return_call $go (local.get 0) (local.get 1))")),
    stop: "out-of-fuel",
  },
  {
    name: "endless tail calls through a table",
    module: () =>
      guest(
        "(return_call_indirect (param i32 i32) (result i64) (local.get 0) (local.get 1) (i32.const 0))",
        "(table 1 funcref) (elem (i32.const 0) $go)",
      ),
    stop: "out-of-fuel",
  },
  {
    name: "endless tail calls of two functions",
    module: () =>
      guest(
        "(return_call $other (local.get 0) (local.get 1))",
        "(func $other (param i32 i32) (result i64) (return_call $go (local.get 0) (local.get 1)))",
      ),
    stop: "out-of-fuel",
  },
  {
    name: "endless throwing and catching",
    module: () => guest(`(loop $l (try (do (throw $e)) (catch $e (br $l)))) ${NOTHING}`, "(tag $e)"),
    stop: "out-of-fuel",
  },
  {
    name: "endless throwing and catching with try_table",
    module: () => guest(`(loop $l (block $h (try_table (catch_all $h) (throw $e))) (br $l)) ${NOTHING}`, "(tag $e)"),
    stop: "out-of-fuel",
  },
  {
    name: "endless rethrowing",
    module: () =>
      guest(
        `(loop $l (try (do (try $t (do (throw $e)) (catch_all (rethrow $t)))) (catch_all (br $l)))) ${NOTHING}`,
        "(tag $e)",
      ),
    stop: "out-of-fuel",
  },
  {
    name: "a loop that throws deep inside and catches outside",
    module: () =>
      guest(
        `(loop $l (try (do (call $deep (i32.const 50))) (catch_all)) (br $l)) ${NOTHING}`,
        `(tag $e) (func $deep (param i32)
          (if (i32.eqz (local.get 0)) (then (throw $e)))
          (call $deep (i32.sub (local.get 0) (i32.const 1))))`,
      ),
    stop: "out-of-fuel",
  },
  {
    name: "catching the end of its fuel and going on",
    module: () => guest(`(loop $again (try (do ${SPIN}) (catch_all)) (br $again)) ${NOTHING}`),
    stop: "out-of-fuel",
  },
  {
    name: "catching the end of its fuel with try_table and completing",
    module: () => guest(`(block $h (try_table (catch_all $h) ${SPIN})) ${NOTHING}`),
    stop: "out-of-fuel",
  },
  {
    name: "forty functions that each call the next one twice",
    module: () => {
      const chain = Array.from({ length: 40 }, (_, at) => `(func $f${at} (call $f${at + 1}) (call $f${at + 1}))`);
      return guest(`(call $f0) ${NOTHING}`, `${chain.join(" ")} (func $f40 (drop (memory.grow (i32.const 0))))`);
    },
    stop: "out-of-fuel",
  },
  {
    name: "a hundred thousand calls in a row of a function that is all one straight run",
    module: () =>
      guest(
        `${"(call $straight) ".repeat(100_000)} ${NOTHING}`,
        `(global $g (mut i32) (i32.const 1)) (func $straight ${"(global.set $g (i32.mul (global.get $g) (i32.const 3)))".repeat(200)})`,
      ),
    stop: "out-of-fuel",
  },
  {
    name: "a loop of nothing but divisions",
    module: () =>
      guest(
        `(loop $l (local.set $i (i32.div_u (i32.const -1) (i32.or (local.get $i) (i32.const 1)))) (br $l)) ${NOTHING}`,
      ),
    stop: "out-of-fuel",
  },
  {
    name: "a loop over memory that no cache holds",
    module: () =>
      guest(
        `(loop $l (local.set $i (i32.add (i32.load (i32.and (local.get $i) (i32.const 0x7ffffc))) (i32.add (local.get $i) (i32.const 65596))))
          (br $l)) ${NOTHING}`,
        "",
        "128",
      ),
    stop: "out-of-fuel",
  },
  {
    name: "a function of fifty thousand locals in a loop",
    module: () =>
      moduleBytes({ type: TYPE.operation, code: [0x03, 0x40, 0x10, 2, 0x0c, 0, 0x0b, 0x42, 0] }, [
        { type: TYPE.nothing, locals: [[49_990, 0x7e]], code: [] },
      ]),
    stop: "out-of-fuel",
  },
];

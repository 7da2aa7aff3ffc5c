import type { HostileGuest } from "./_hostile-guest.ts";
import { guest, NOTHING } from "../_wat.ts";

/** Guests that want all the memory there is. */
export const greedy: readonly HostileGuest[] = [
  {
    name: "growing its memory until it is refused, and trapping",
    module: () => guest(`(loop $l (br_if $l (i32.ne (memory.grow (i32.const 1)) (i32.const -1)))) (unreachable)`),
    stop: "out-of-memory",
    fuel: 100_000_000,
  },
  {
    name: "growing its memory until it is refused, and completing",
    module: () => guest(`(loop $l (br_if $l (i32.ne (memory.grow (i32.const 1)) (i32.const -1)))) ${NOTHING}`),
    stop: "completed",
    fuel: 100_000_000,
  },
  {
    name: "asking for 4 GiB at once, and trapping",
    module: () => guest(`(if (i32.eq (memory.grow (i32.const 65535)) (i32.const -1)) (then (unreachable))) ${NOTHING}`),
    stop: "out-of-memory",
  },
  {
    name: "growing by nothing for ever",
    module: () => guest(`(loop $l (drop (memory.grow (i32.const 0))) (br $l)) ${NOTHING}`),
    stop: "out-of-fuel",
  },
  {
    name: "growing a table until it is refused, and trapping",
    module: () =>
      guest(
        "(loop $l (br_if $l (i32.ne (table.grow (ref.null func) (i32.const 1000)) (i32.const -1)))) (unreachable)",
        "(table 1 funcref)",
      ),
    stop: "out-of-memory",
  },
  {
    name: "growing a table by one entry for ever",
    module: () =>
      guest(`(loop $l (drop (table.grow (ref.null func) (i32.const 1))) (br $l)) ${NOTHING}`, "(table 1 funcref)"),
    stop: "out-of-fuel",
  },
  {
    name: "a memory of 4 GiB from the start",
    module: () => guest(NOTHING, "", "65536"),
    stop: "refused",
    says: "pages of memory",
  },
  {
    name: "a memory one page above the cap",
    module: () => guest(NOTHING, "", "129"),
    stop: "refused",
    says: "pages of memory",
  },
  {
    name: "a table of nine million entries",
    module: () => guest(NOTHING, "(table 9000000 funcref)"),
    stop: "refused",
    says: "table entries",
  },
  {
    name: "a thousand tables of nine thousand entries",
    module: () => guest(NOTHING, "(table 9000 funcref) ".repeat(1000)),
    stop: "refused",
    says: "1000 tables",
  },
  {
    name: "segments of a million entries for one table",
    module: () => guest(NOTHING, `(table 1000 funcref) ${`(elem (i32.const 0) ${"$go ".repeat(1000)})`.repeat(1000)}`),
    stop: "refused",
    says: "table entries in segments",
  },
  {
    name: "twenty thousand exports",
    module: () => guest(NOTHING, Array.from({ length: 20_000 }, (_, at) => `(export "e${at}" (func $go))`).join(" ")),
    stop: "refused",
    says: "exports",
  },
  {
    name: "twenty thousand globals",
    module: () => guest(NOTHING, "(global (mut i32) (i32.const 0)) ".repeat(20_000)),
    stop: "refused",
    says: "globals",
  },
  {
    name: "a declared maximum above the cap, and growth to it",
    module: () =>
      guest(
        "(if (i32.eq (memory.grow (i32.const 1000)) (i32.const -1)) (then (unreachable))) (i64.const 0)",
        "",
        "1 65536",
      ),
    stop: "out-of-memory",
  },
  {
    name: "filling 4 GiB",
    module: () => guest(`(memory.fill (i32.const 0) (i32.const 1) (i32.const -1)) ${NOTHING}`),
    stop: "out-of-fuel",
  },
  {
    name: "filling its memory for ever",
    module: () =>
      guest(`(loop $l (memory.fill (i32.const 0) (i32.const 1) (i32.const 8388608)) (br $l)) ${NOTHING}`, "", "128"),
    stop: "out-of-fuel",
  },
  {
    name: "copying its memory for ever",
    module: () => guest(`(loop $l (memory.copy (i32.const 1) (i32.const 0) (i32.const 65000)) (br $l)) ${NOTHING}`),
    stop: "out-of-fuel",
  },
  {
    name: "initialising its memory for ever",
    module: () =>
      guest(
        `(loop $l (memory.init $d (i32.const 0) (i32.const 0) (i32.const 4)) (br $l)) ${NOTHING}`,
        '(data $d "abcd")',
      ),
    stop: "out-of-fuel",
  },
  {
    name: "filling a table for ever",
    module: () =>
      guest(
        `(loop $l (table.fill (i32.const 0) (ref.null func) (i32.const 9000)) (br $l)) ${NOTHING}`,
        "(table 9000 funcref)",
      ),
    stop: "out-of-fuel",
  },
  {
    name: "charges that would wrap the counter round",
    module: () =>
      guest(
        `(loop $l (try (do (memory.fill (i32.const 0) (i32.const 0) (i32.const -1))) (catch_all)) (br $l)) ${NOTHING}`,
      ),
    stop: "out-of-fuel",
  },
];

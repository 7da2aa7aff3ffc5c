import type { HostileGuest } from "./_hostile-guest.ts";
import { guest, NOTHING, wat } from "../_wat.ts";
import { GO } from "./_texts.ts";

/** Guests that use what no guest may. */
export const refused: readonly HostileGuest[] = [
  {
    name: "waiting on an atomic",
    module: () =>
      guest("(drop (memory.atomic.wait32 (i32.const 0) (i32.const 0) (i64.const -1))) (i64.const 0)", "", "1 1 shared"),
    stop: "refused",
    says: "shared-memory",
  },
  {
    name: "an atomic on memory of its own",
    module: () => guest("(drop (i32.atomic.load (i32.const 0))) (i64.const 0)"),
    stop: "refused",
    says: "threads",
  },
  {
    name: "a memory of 64 bits",
    module: () => wat(`(module (memory i64 1) ${GO})`),
    stop: "refused",
    says: "memory64",
  },
  { name: "a second memory", module: () => guest(NOTHING, "(memory 1)"), stop: "refused", says: "multi-memory" },
  {
    name: "types of the garbage collector",
    module: () => guest(NOTHING, "(type (struct (field i32)))"),
    stop: "refused",
    says: "gc",
  },
  {
    name: "vector instructions that differ between processors",
    module: () => guest("(drop (f32x4.relaxed_min (v128.const i64x2 0 0) (v128.const i64x2 0 0))) (i64.const 0)"),
    stop: "refused",
    says: "relaxed-simd",
  },
];

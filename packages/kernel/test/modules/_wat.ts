import wabt from "wabt";

const assembler = await wabt();

/** Assembles a module as it is written. */
export function wat(text: string): Uint8Array {
  const module = assembler.parseWat("module.wat", text, { bulk_memory: true });
  try {
    return new Uint8Array(module.toBinary({}).buffer);
  } finally {
    module.destroy();
  }
}

/** What a guest is made of, where it is not as it should be. */
export interface GuestParts {
  readonly alloc?: string;
  readonly free?: string;
  readonly memory?: string;
  readonly around?: string;
}

const FREE = '(func (export "free") (param i32 i32))';
const ALLOC = "(global.get $next) (global.set $next (i32.add (global.get $next) (local.get 0)))";

/** A module of the kernel's contract, whose `oxide_invoke` has this body. Its parameters are `$mptr $mlen $iptr $ilen`. */
export function kernelGuest(
  body: string,
  { alloc = ALLOC, free = FREE, memory = "1", around = "" }: GuestParts = {},
): Uint8Array {
  return wat(`(module ${around} (memory (export "memory") ${memory})
    (global $next (mut i32) (i32.const 1024)) (global $count (mut i32) (i32.const 0)) ${free}
    (func (export "alloc") (param i32) (result i32) ${alloc})
    (func (export "oxide_invoke") (param $mptr i32) (param $mlen i32) (param $iptr i32) (param $ilen i32) (result i64) ${body}))`);
}

/** Answers with what lies at a place. */
export const answer = (pointer: string, length: string): string =>
  `(i64.or (i64.shl (i64.extend_i32_u ${pointer}) (i64.const 32)) (i64.extend_i32_u ${length}))`;

const is = (letter: string): string => `(i32.eq (i32.load8_u (local.get $mptr)) (i32.const ${letter.charCodeAt(0)}))`;

/** The module of the conformance suite: told apart by the first letters of its methods. */
export const SUITE_GUEST: Uint8Array = kernelGuest(`
  (if ${is("f")} (then (unreachable)))
  (if ${is("s")} (then (loop $l (br $l))))
  (if (result i64) ${is("c")}
    (then
      (global.set $count (i32.add (global.get $count) (i32.const 1)))
      (i32.store8 (i32.const 16) (i32.add (i32.const 48) (global.get $count)))
      ${answer("(i32.const 16)", "(i32.const 1)")})
    (else ${answer("(local.get $iptr)", "(local.get $ilen)")}))`);

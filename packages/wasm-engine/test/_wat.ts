import wabt from "wabt";

const FEATURES = {
  exceptions: true,
  mutable_globals: true,
  sat_float_to_int: true,
  sign_extension: true,
  simd: true,
  threads: true,
  function_references: true,
  multi_value: true,
  tail_call: true,
  bulk_memory: true,
  reference_types: true,
  gc: true,
  memory64: true,
  multi_memory: true,
  extended_const: true,
  relaxed_simd: true,
};

const assembler = await wabt();

/** Assembles a module as it is written; whether it is valid is for others to find out. */
export function wat(text: string): Uint8Array {
  const module = assembler.parseWat("guest.wat", text, FEATURES);
  try {
    return new Uint8Array(module.toBinary({ write_debug_names: true }).buffer);
  } finally {
    module.destroy();
  }
}

/** A guest that keeps to the core ABI, with an operation `go` whose body is given. `alloc` gives out the same place each time. */
export function guest(body: string, around: string = "", pages: string = "1"): Uint8Array {
  return wat(`(module ${around}
    (memory (export "memory") ${pages})
    (func (export "alloc") (param i32) (result i32) (i32.const 1024))
    (func $go (export "go") (param $ptr i32) (param $len i32) (result i64) (local $i i32) ${body}))`);
}

/** What `go` returns when nothing is to be said. */
export const NOTHING = "(i64.const 0)";

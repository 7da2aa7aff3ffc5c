import { componentEmbed, componentNew, parse } from "@bytecodealliance/jco-transpile/wasm-tools";

const WORLD = `package cordon:guest;
world guest {
  import wait: func();
  import land: func();
  import log: func(text: string);
  export echo: func(input: list<u8>) -> list<u8>;
  export count: func(input: list<u8>) -> list<u8>;
  export trap: func(input: list<u8>) -> list<u8>;
  export spin: func(input: list<u8>) -> list<u8>;
  export wait-long: func(input: list<u8>) -> list<u8>;
  export wait: func(input: list<u8>) -> list<u8>;
  export hoard: func(input: list<u8>) -> list<u8>;
  export land: func(input: list<u8>) -> list<u8>;
  export chat: func(input: list<u8>) -> list<u8>;
}`;

// A list that is returned lies behind a pointer to its own pointer and length.
const CORE = `(module
  (import "$root" "wait" (func $wait))
  (import "$root" "land" (func $land))
  (import "$root" "log" (func $log (param i32 i32)))
  (memory (export "memory") 1)
  (global $heap (mut i32) (i32.const 1024))
  (global $count (mut i32) (i32.const 0))
  (data (i32.const 16) "hello")
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (local $at i32)
    (local.set $at (i32.and (i32.add (global.get $heap) (i32.const 7)) (i32.const -8)))
    (global.set $heap (i32.add (local.get $at) (local.get 3)))
    (local.get $at))
  (func $answer (param $at i32) (param $length i32) (result i32)
    (i32.store (i32.const 0) (local.get $at)) (i32.store (i32.const 4) (local.get $length)) (i32.const 0))
  (func (export "echo") (param i32 i32) (result i32) (call $answer (local.get 0) (local.get 1)))
  (func (export "count") (param i32 i32) (result i32)
    (global.set $count (i32.add (global.get $count) (i32.const 1)))
    (i32.store8 (i32.const 8) (global.get $count))
    (call $answer (i32.const 8) (i32.const 1)))
  (func (export "trap") (param i32 i32) (result i32) (unreachable))
  (func (export "spin") (param i32 i32) (result i32) (loop $l (br $l)) (i32.const 0))
  (func (export "wait-long") (param i32 i32) (result i32) (call $wait) (i32.const 0))
  (func (export "wait") (param i32 i32) (result i32) (call $wait) (call $land) (i32.const 0))
  (func (export "land") (param i32 i32) (result i32) (call $land) (call $answer (i32.const 8) (i32.const 0)))
  (func (export "hoard") (param i32 i32) (result i32)
    (loop $l (br_if $l (i32.ne (memory.grow (i32.const 1)) (i32.const -1)))) (unreachable))
  (func (export "chat") (param i32 i32) (result i32)
    (loop $l (call $log (i32.const 16) (i32.const 5)) (br $l)) (i32.const 0)))`;

/** The guest of the conformance suite, and more, as a component. */
export function fixtureComponent(): Promise<Uint8Array> {
  return component(CORE, WORLD);
}

/** Makes a component of a core module and a world. */
export async function component(core: string, witSource: string): Promise<Uint8Array> {
  return componentNew(await componentEmbed({ binary: await parse(core), witSource }), []);
}

/** Assembles a component that is written out. */
export function componentText(text: string): Promise<Uint8Array> {
  return parse(text);
}

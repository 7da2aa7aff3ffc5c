import type { HostFunction } from "../src/index.ts";
import { wat } from "./_wat.ts";

/** The guest of the conformance suite, as a core module. */
export const FIXTURE_GUEST: Uint8Array = wat(`(module
  (import "env" "wait" (func $wait))
  (import "env" "land" (func $land))
  (memory (export "memory") 1)
  (global $count (mut i32) (i32.const 0))
  (global $next (mut i32) (i32.const 1024))
  (func (export "alloc") (param i32) (result i32)
    (global.get $next) (global.set $next (i32.add (global.get $next) (local.get 0))))
  (func (export "join") (param i32 i32 i32 i32) (result i64)
    (memory.copy (i32.const 32768) (local.get 0) (local.get 1))
    (memory.copy (i32.add (i32.const 32768) (local.get 1)) (local.get 2) (local.get 3))
    (i64.or (i64.const 140737488355328) (i64.extend_i32_u (i32.add (local.get 1) (local.get 3)))))
  (func (export "echo") (param i32 i32) (result i64)
    (i64.or (i64.shl (i64.extend_i32_u (local.get 0)) (i64.const 32)) (i64.extend_i32_u (local.get 1))))
  (func (export "count") (param i32 i32) (result i64)
    (global.set $count (i32.add (global.get $count) (i32.const 1)))
    (i32.store8 (i32.const 0) (i32.add (i32.load8_u (i32.const 0)) (i32.const 1)))
    (if (i32.ne (global.get $count) (i32.load8_u (i32.const 0))) (then (unreachable)))
    (i64.const 1))
  (func (export "trap") (param i32 i32) (result i64) (i32.store (i32.const 0) (i32.const -1)) (unreachable))
  (func (export "spin") (param i32 i32) (result i64) (i32.store (i32.const 0) (i32.const -1)) (loop $l (br $l)) (i64.const 0))
  (func (export "land") (param i32 i32) (result i64) (call $land) (i64.const 0))
  (func (export "wait") (param i32 i32) (result i64) (call $wait) (call $land) (i64.const 0)))`);

/** What it may call: `wait` never answers, `land` tells that it was called. */
export function fixtureFunctions(onLand: () => void): readonly HostFunction[] {
  const declared = { module: "env", params: [], result: "none", maxCalls: 10 } as const;
  return [
    { ...declared, name: "wait", waits: true, run: () => new Promise(() => {}) },
    {
      ...declared,
      name: "land",
      waits: false,
      run: () => {
        onLand();
        return undefined;
      },
    },
  ];
}

import type { Plugin } from "@cordon/core";
import wabt from "wabt";

/** The plugin of the sandbox suite, in memory. */
export function fixtureOfSuite(): Plugin {
  let count = 0;
  const operations: Readonly<Record<string, Plugin["invoke"]>> = {
    echo: async ({ input }) => ({ kind: "value", value: input }),
    refuse: async () => ({ kind: "refused", reason: "not today" }),
    fail: () => Promise.reject(new Error("The plugin fails on purpose.")),
    count: async () => ({ kind: "value", value: (count += 1) }),
    wait: () => new Promise(() => {}),
    "call-id": async (_call, { callId }) => ({ kind: "value", value: callId }),
  };
  return {
    metadata: { id: "acme.suite", version: "1.0.0", apiVersion: "1.0", operations: Object.keys(operations) },
    invoke: (call, context) => operations[call.operation]?.(call, context) ?? Promise.reject(new Error("none")),
  };
}

/** The same as a JavaScript file. */
export const FIXTURE_SOURCE: Uint8Array = new TextEncoder().encode(`
let count = 0;
const operations = {
  echo: ({ input }) => ({ kind: "value", value: input }),
  refuse: () => ({ kind: "refused", reason: "not today" }),
  fail() { throw new Error("The plugin fails on purpose."); },
  count: () => ({ kind: "value", value: (count += 1) }),
  wait() { for (;;); },
  "call-id": (_call, { callId }) => ({ kind: "value", value: callId }),
  spin() { for (;;); },
  fill() { const kept = []; for (;;) kept.push(new Uint8Array(65536).fill(1)); },
};
export default {
  metadata: { id: "acme.suite", version: "1.0.0", apiVersion: "1.0", operations: Object.keys(operations) },
  invoke: async (call, context) => operations[call.operation](call, context),
};
`);

const PREFIX = '{"kind":"value","value":';

/** The same as a core module. Its answers lie from 4096 on, its input from 65536. */
export async function fixtureModule(): Promise<Uint8Array> {
  const assembler = await wabt();
  const module = assembler.parseWat("fixture.wat", TEXT, { bulk_memory: true });
  try {
    return new Uint8Array(module.toBinary({}).buffer);
  } finally {
    module.destroy();
  }
}

const text = (value: string): string => value.replaceAll('"', '\\"');

const TEXT = `(module
  (import "cordon" "take" (func $take (param i32 i32) (result i32)))
  (import "cordon" "call_id" (func $call_id (result i32)))
  (memory (export "memory") 4)
  (global $count (mut i32) (i32.const 0))
  (data (i32.const 16) "${text(PREFIX)}")
  (data (i32.const 256) "${text('{"kind":"refused","reason":"not today"}')}")
  (func (export "alloc") (param i32) (result i32) (i32.const 65536))
  (func $answer (param $length i32) (result i64)
    (i64.or (i64.shl (i64.const 4096) (i64.const 32)) (i64.extend_i32_u (local.get $length))))
  (func $begin (memory.copy (i32.const 4096) (i32.const 16) (i32.const ${PREFIX.length})))
  (func $end (param $at i32) (result i64)
    (i32.store8 (local.get $at) (i32.const 125))
    (call $answer (i32.sub (i32.add (local.get $at) (i32.const 1)) (i32.const 4096))))
  (func (export "echo") (param $from i32) (param $length i32) (result i64)
    (call $begin)
    (memory.copy (i32.const ${4096 + PREFIX.length}) (local.get $from) (local.get $length))
    (call $end (i32.add (i32.const ${4096 + PREFIX.length}) (local.get $length))))
  (func (export "refuse") (param i32 i32) (result i64)
    (i64.or (i64.shl (i64.const 256) (i64.const 32)) (i64.const 39)))
  (func (export "fail") (param i32 i32) (result i64) unreachable)
  (func (export "count") (param i32 i32) (result i64)
    (global.set $count (i32.add (global.get $count) (i32.const 1)))
    (call $begin)
    (i32.store8 (i32.const ${4096 + PREFIX.length}) (i32.add (i32.const 48) (global.get $count)))
    (call $end (i32.const ${4097 + PREFIX.length})))
  (func (export "call-id") (param i32 i32) (result i64) (local $length i32)
    (call $begin)
    (i32.store8 (i32.const ${4096 + PREFIX.length}) (i32.const 34))
    (local.set $length (call $take (i32.const ${4097 + PREFIX.length}) (call $call_id)))
    (i32.store8 (i32.add (i32.const ${4097 + PREFIX.length}) (local.get $length)) (i32.const 34))
    (call $end (i32.add (i32.const ${4098 + PREFIX.length}) (local.get $length))))
  (func $spin (export "spin") (param i32 i32) (result i64) (loop $again (br $again)) unreachable)
  (func (export "wait") (param i32 i32) (result i64) (loop $again (br $again)) unreachable)
  (func (export "fill") (param i32 i32) (result i64)
    (loop $again (br_if $again (i32.ne (memory.grow (i32.const 16)) (i32.const -1))))
    unreachable))`;

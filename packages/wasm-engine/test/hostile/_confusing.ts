import type { HostileGuest } from "./_hostile-guest.ts";
import { moduleBytes, TYPE } from "../_module-bytes.ts";
import { guest, NOTHING, wat } from "../_wat.ts";
import { ABI, GO, LOG } from "./_texts.ts";

/** Guests that claim to be what they are not. */
export const confusing: readonly HostileGuest[] = [
  {
    name: "an import that was not granted",
    module: () => guest(NOTHING, '(import "fs" "read" (func))'),
    stop: "refused",
    says: "not granted",
  },
  {
    name: "a granted import by another type",
    module: () => guest(NOTHING, '(import "env" "log" (func (param i64)))'),
    stop: "refused",
    says: "another type",
  },
  {
    name: "a granted import twice, once by another type",
    module: () => guest(NOTHING, `${LOG} (import "env" "log" (func (param i32) (result i32)))`),
    stop: "refused",
    says: "another type",
  },
  {
    name: "imports with the names of an object's own",
    module: () => guest(NOTHING, '(import "__proto__" "constructor" (func))'),
    stop: "refused",
    says: "not granted",
  },
  {
    name: "a granted name in another module",
    module: () => guest(NOTHING, '(import "env\\00" "log" (func (param i32 i32)))'),
    stop: "refused",
    says: "not granted",
  },
  {
    name: "an imported memory",
    module: () => wat(`(module (import "env" "memory" (memory 1)) ${GO})`),
    stop: "refused",
    says: "imported-memory",
  },
  {
    name: "an imported table",
    module: () => guest(NOTHING, '(import "env" "table" (table 1 funcref))'),
    stop: "refused",
    says: "imported-table",
  },
  {
    name: "an imported global",
    module: () => guest(NOTHING, '(import "cordon" "fuel" (global (mut i64)))'),
    stop: "refused",
    says: "imported-global",
  },
  {
    name: "an imported tag",
    module: () => guest(NOTHING, '(import "env" "e" (tag))'),
    stop: "refused",
    says: "imported-tag",
  },
  {
    name: "an export by the name of the counter",
    module: () => guest(NOTHING, '(global (export "cordon:fuel") (mut i64) (i64.const 9223372036854775807))'),
    stop: "refused",
    says: "reserved-export-name",
  },
  {
    name: "writing to the global that the counter will be",
    module: () => moduleBytes({ type: TYPE.operation, code: [0x42, 0, 0x24, 0, 0x42, 0] }),
    stop: "refused",
    says: "no valid WebAssembly",
  },
  {
    name: "calling the function that a hidden one will be",
    module: () => moduleBytes({ type: TYPE.operation, code: [0x41, 0, 0x10, 2, 0x1a, 0x42, 0] }),
    stop: "refused",
    says: "no valid WebAssembly",
  },
  {
    name: "bytes that are no module",
    module: () => new TextEncoder().encode("#!/bin/sh\necho nothing"),
    stop: "refused",
    says: "no valid WebAssembly",
  },
  {
    name: "half a module",
    module: () => guest(NOTHING).subarray(0, 40),
    stop: "refused",
    says: "no valid WebAssembly",
  },
  { name: "no bytes at all", module: () => new Uint8Array(), stop: "refused", says: "no valid WebAssembly" },
  {
    name: "a component",
    module: () => Uint8Array.of(0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0),
    stop: "refused",
    says: "component",
  },
  { name: "no memory", module: () => wat(`(module ${GO})`), stop: "refused", says: "memory" },
  { name: "no operation", module: () => wat(`(module ${ABI})`), stop: "refused", says: "operation" },
  {
    name: "an alloc of another type",
    module: () => wat(`(module (memory (export "memory") 1) (func (export "alloc")) ${GO})`),
    stop: "refused",
    says: "alloc",
  },
];

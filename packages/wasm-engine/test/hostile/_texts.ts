import { NOTHING } from "../_wat.ts";

// What many of the guests have in common.
export const LOG = '(import "env" "log" (func $log (param i32 i32)))';
export const FAIL = '(import "env" "fail" (func $fail))';
export const SPIN = "(loop $spin (br $spin))";
export const ABI = '(memory (export "memory") 1) (func (export "alloc") (param i32) (result i32) (i32.const 1024))';
export const GO = `(func (export "go") (param i32 i32) (result i64) ${NOTHING})`;

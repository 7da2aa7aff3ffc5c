import { bump, rewind } from "./bump";
import { upperBytes } from "./transform";

export function alloc(len: i32): i32 { return <i32>bump(len); }

// An operation ends by rewinding, so the output stays readable until the next alloc.
// @ts-ignore: decorator
@inline function done(out: usize, len: i32): i64 { rewind(); return (<i64>out << 32) | <i64><u32>len; }

export function upper(ptr: i32, len: i32): i64 {
  const out = bump(len);
  upperBytes(ptr, out, len);
  return done(out, len);
}
export function echo(ptr: i32, len: i32): i64 {
  const out = bump(len);
  memory.copy(out, ptr, len);
  return done(out, len);
}

import { bump, rewind } from "./bump";
import { upperBytes } from "./transform";

// @ts-ignore: decorator
@external("extism:host/env", "input_length") declare function input_length(): i64;
// @ts-ignore: decorator
@external("extism:host/env", "input_load_u8") declare function input_load_u8(offset: i64): i32;
// @ts-ignore: decorator
@external("extism:host/env", "input_load_u64") declare function input_load_u64(offset: i64): i64;
// @ts-ignore: decorator
@external("extism:host/env", "alloc") declare function host_alloc(len: i64): i64;
// @ts-ignore: decorator
@external("extism:host/env", "store_u8") declare function store_u8(at: i64, v: i32): void;
// @ts-ignore: decorator
@external("extism:host/env", "store_u64") declare function store_u64(at: i64, v: i64): void;
// @ts-ignore: decorator
@external("extism:host/env", "output_set") declare function output_set(at: i64, len: i64): void;

// The way of the official PDK: host -> linear memory, work, linear memory -> host.
function input(dst: usize, len: usize): void {
  let i: usize = 0;
  for (; i + 8 <= len; i += 8) store<i64>(dst + i, input_load_u64(i));
  for (; i < len; i++) store<u8>(dst + i, <u8>input_load_u8(i));
}
function output(src: usize, len: usize): void {
  const at = host_alloc(len);
  let i: usize = 0;
  for (; i + 8 <= len; i += 8) store_u64(at + i, load<i64>(src + i));
  for (; i < len; i++) store_u8(at + i, load<u8>(src + i));
  output_set(at, len);
}
export function upper(): i32 {
  const len = <usize>input_length(), p = bump(len);
  input(p, len);
  upperBytes(p, p, len);
  output(p, len);
  rewind();
  return 0;
}
export function echo(): i32 {
  const len = <usize>input_length(), p = bump(len);
  input(p, len);
  output(p, len);
  rewind();
  return 0;
}

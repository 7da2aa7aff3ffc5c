import { bump, rewind } from "./bump";

const HEAD = memory.data<u8>([123, 34, 107, 105, 110, 100, 34, 58, 34, 118, 97, 108, 117, 101, 34, 44, 34, 118, 97, 108, 117, 101, 34, 58]);
const HEAD_LENGTH: i32 = 24;

export function alloc(len: i32): i32 { return <i32>bump(len); }

// Answers {"kind":"value","value": … } with its own input, byte for byte.
export function echo(ptr: i32, len: i32): i64 {
  const out = bump(HEAD_LENGTH + len + 1);
  memory.copy(out, HEAD, HEAD_LENGTH);
  memory.copy(out + HEAD_LENGTH, ptr, len);
  store<u8>(out + HEAD_LENGTH + len, 125);
  rewind();
  return (<i64>out << 32) | <i64>(HEAD_LENGTH + len + 1);
}

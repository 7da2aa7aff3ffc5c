export function alloc(len: i32): i32 { return 1024; }

/** Never returns. */
export function go(ptr: i32, len: i32): i64 {
  let i: i64 = 1;
  while (i != 0) i = i * 3 + 1 | 1;
  return i;
}

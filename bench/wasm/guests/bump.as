// Bump allocator over [__heap_base, ...): 8-byte aligned, grows memory on demand.
let top: usize = (__heap_base + 7) & ~7;
export function ensure(end: usize): void {
  const have = <usize>memory.size() << 16;
  if (end > have && memory.grow(<i32>((end - have + 0xffff) >> 16)) < 0) unreachable();
}
export function bump(len: usize): usize {
  const p = top, end = p + ((len + 7) & ~7);
  ensure(end);
  top = end;
  return p;
}
/** First free address, without reserving anything. */
export function mark(): usize { return top; }
/** Drop everything: the next bump starts again at the heap base. */
export function rewind(): void { top = (__heap_base + 7) & ~7; }

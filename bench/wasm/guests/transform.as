/** ASCII-uppercase of 8 bytes at once (exact for every byte value). */
// @ts-ignore: decorator
@inline export function upper64(w: u64): u64 {
  const low = w & 0x7f7f7f7f7f7f7f7f;
  const ge = low + 0x1f1f1f1f1f1f1f1f;  // bit 7 set when >= 'a'
  const gt = low + 0x0505050505050505;  // bit 7 set when >  'z'
  return w ^ (((ge & ~gt & ~w) & 0x8080808080808080) >> 2);
}
export function upperBytes(src: usize, dst: usize, len: usize): void {
  let i: usize = 0;
  for (; i + 8 <= len; i += 8) store<u64>(dst + i, upper64(load<u64>(src + i)));
  for (; i < len; i++) store<u8>(dst + i, <u8>upper64(load<u8>(src + i)));
}

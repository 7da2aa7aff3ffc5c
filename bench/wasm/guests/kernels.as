import { bump, ensure, mark } from "./bump";

export function alloc(len: i32): i32 { return <i32>bump(len); }

export function fib(n: i32): i32 { return n < 2 ? n : fib(n - 1) + fib(n - 2); }

export function spin(n: i32): i32 {
  let x: u32 = 0x9e3779b9, acc: u32 = 0;
  for (let i = 0; i < n; i++) {
    x = x * 1664525 + 1013904223;
    acc = rotl<u32>(acc ^ x, 5) + (x >> 13);
  }
  return <i32>acc;
}

/** Number of primes below n. Scratch: n bytes past the bump mark, not reserved. */
export function sieve(n: i32): i32 {
  const p = mark();
  ensure(p + n + 8);
  for (let i = 0; i < n; i += 8) store<u64>(p + i, 0);
  let count = 0;
  for (let i = 2; i < n; i++) {
    if (load<u8>(p + i)) continue;
    count++;
    if (<u32>i <= 46340) for (let j = i * i; <u32>j < <u32>n; j += i) store<u8>(p + j, 1);
  }
  return count;
}

// ---- JSON: RFC 8259 validating recursive descent. Returns a nonzero hash, 0 if invalid.
let at: usize = 0, end: usize = 0, hash: u32 = 0, bad: i32 = 0;

// @ts-ignore: decorator
@inline function mix(v: u32): void { hash = (hash ^ v) * 16777619; }
// @ts-ignore: decorator
@inline function peek(): i32 { return at < end ? <i32>load<u8>(at) : -1; }
function ws(): void {
  while (at < end) {
    const c = load<u8>(at);
    if (c != 0x20 && c != 0x0a && c != 0x0d && c != 0x09) return;
    at++;
  }
}
function word(w: u32, extra: u32): void { // matches 4 bytes, then `extra` if nonzero
  if (at + 4 > end || load<u32>(at) != w) { bad = 1; return; }
  at += 4;
  if (extra) { if (peek() != extra) { bad = 1; return; } at++; }
  mix(w);
}
function hex4(): i32 {
  if (at + 4 > end) { bad = 1; return 0; }
  let v = 0;
  for (let i = 0; i < 4; i++) {
    const c = <u32>load<u8>(at++), d = c - 0x30, l = (c | 0x20) - 0x61;
    if (d < 10) v = (v << 4) | d;
    else if (l < 6) v = (v << 4) | (l + 10);
    else { bad = 1; return 0; }
  }
  return v;
}
function str(): void { // at the opening quote
  at++;
  while (at < end) {
    const c = <u32>load<u8>(at++);
    if (c == 0x22) { mix(0x100); return; }
    if (c < 0x20) break;
    if (c != 0x5c) { mix(c); continue; }
    if (at >= end) break;
    switch (<u32>load<u8>(at++)) {
      case 0x22: mix(0x22); break;
      case 0x5c: mix(0x5c); break;
      case 0x2f: mix(0x2f); break;
      case 0x62: mix(8); break;
      case 0x66: mix(12); break;
      case 0x6e: mix(10); break;
      case 0x72: mix(13); break;
      case 0x74: mix(9); break;
      case 0x75: mix(hex4() | 0x10000); if (bad) return; break;
      default: bad = 1; return;
    }
  }
  bad = 1;
}
function digits(m: u64): u64 { // one or more
  if (<u32>(peek() - 0x30) > 9) { bad = 1; return m; }
  do { m = m * 10 + (load<u8>(at++) - 0x30); } while (<u32>(peek() - 0x30) <= 9);
  return m;
}
function num(): void {
  let neg = 0, m: u64 = 0, exp: u64 = 0;
  if (peek() == 0x2d) { neg = 1; at++; }
  if (peek() == 0x30) at++; else m = digits(0);
  if (bad) return;
  if (peek() == 0x2e) { at++; m = digits(m); mix(0x200); if (bad) return; }
  if ((peek() | 0x20) == 0x65) {
    at++;
    const s = peek();
    if (s == 0x2b || s == 0x2d) { at++; mix(s); }
    exp = digits(0);
  }
  mix(<u32>m); mix(<u32>(m >> 32)); mix(<u32>exp); mix(neg);
}
function value(depth: i32): void {
  if (depth > 256) { bad = 1; return; }
  ws();
  const c = peek();
  if (c == 0x22) str();
  else if (c == 0x7b || c == 0x5b) {
    const isObj = c == 0x7b, close = c + 2;
    at++; mix(c); ws();
    if (peek() == close) { at++; mix(close); return; }
    for (;;) {
      if (isObj) {
        ws();
        if (peek() != 0x22) { bad = 1; return; }
        str(); if (bad) return;
        ws();
        if (peek() != 0x3a) { bad = 1; return; }
        at++;
      }
      value(depth + 1); if (bad) return;
      ws();
      const d = peek();
      at++;
      if (d == close) { mix(close); return; }
      if (d != 0x2c) { bad = 1; return; }
    }
  }
  else if (c == 0x74) word(0x65757274, 0);      // true
  else if (c == 0x66) word(0x736c6166, 0x65);   // fals e
  else if (c == 0x6e) word(0x6c6c756e, 0);      // null
  else if (c == 0x2d || <u32>(c - 0x30) <= 9) num();
  else bad = 1;
}
export function json(ptr: i32, len: i32): i32 {
  at = <usize>ptr; end = at + len; hash = 0x811c9dc5; bad = 0;
  value(0); if (bad) return 0;
  ws();
  return at == end ? <i32>(hash | 1) : 0;
}

// ---- SHA-256
const K = memory.data<u32>([
  0x428a2f98,0x71374491,0xb5c0fbcf,0xe9b5dba5,0x3956c25b,0x59f111f1,0x923f82a4,0xab1c5ed5,
  0xd807aa98,0x12835b01,0x243185be,0x550c7dc3,0x72be5d74,0x80deb1fe,0x9bdc06a7,0xc19bf174,
  0xe49b69c1,0xefbe4786,0x0fc19dc6,0x240ca1cc,0x2de92c6f,0x4a7484aa,0x5cb0a9dc,0x76f988da,
  0x983e5152,0xa831c66d,0xb00327c8,0xbf597fc7,0xc6e00bf3,0xd5a79147,0x06ca6351,0x14292967,
  0x27b70a85,0x2e1b2138,0x4d2c6dfc,0x53380d13,0x650a7354,0x766a0abb,0x81c2c92e,0x92722c85,
  0xa2bfe8a1,0xa81a664b,0xc24b8b70,0xc76c51a3,0xd192e819,0xd6990624,0xf40e3585,0x106aa070,
  0x19a4c116,0x1e376c08,0x2748774c,0x34b0bcb5,0x391c0cb3,0x4ed8aa4a,0x5b9cca4f,0x682e6ff3,
  0x748f82ee,0x78a5636f,0x84c87814,0x8cc70208,0x90befffa,0xa4506ceb,0xbef9a3f7,0xc67178f2]);
const W = memory.data(256, 8), H = memory.data(32, 8), TAIL = memory.data(128, 8);

function block(p: usize): void {
  for (let i = 0; i < 64; i += 4) store<u32>(W + i, bswap(load<u32>(p + i)));
  for (let i = 64; i < 256; i += 4) {
    const x = load<u32>(W + i - 60), y = load<u32>(W + i - 8);
    const s0 = rotr(x, 7) ^ rotr(x, 18) ^ (x >> 3), s1 = rotr(y, 17) ^ rotr(y, 19) ^ (y >> 10);
    store<u32>(W + i, load<u32>(W + i - 64) + s0 + load<u32>(W + i - 28) + s1);
  }
  let a = load<u32>(H), b = load<u32>(H + 4), c = load<u32>(H + 8), d = load<u32>(H + 12);
  let e = load<u32>(H + 16), f = load<u32>(H + 20), g = load<u32>(H + 24), h = load<u32>(H + 28);
  for (let i = 0; i < 256; i += 4) {
    const t1 = h + (rotr(e, 6) ^ rotr(e, 11) ^ rotr(e, 25)) + (g ^ (e & (f ^ g))) + load<u32>(K + i) + load<u32>(W + i);
    const t2 = (rotr(a, 2) ^ rotr(a, 13) ^ rotr(a, 22)) + ((a & b) | (c & (a | b)));
    h = g; g = f; f = e; e = d + t1; d = c; c = b; b = a; a = t1 + t2;
  }
  store<u32>(H, load<u32>(H) + a); store<u32>(H + 4, load<u32>(H + 4) + b);
  store<u32>(H + 8, load<u32>(H + 8) + c); store<u32>(H + 12, load<u32>(H + 12) + d);
  store<u32>(H + 16, load<u32>(H + 16) + e); store<u32>(H + 20, load<u32>(H + 20) + f);
  store<u32>(H + 24, load<u32>(H + 24) + g); store<u32>(H + 28, load<u32>(H + 28) + h);
}
/** First word of the digest, big-endian. */
export function sha256(ptr: i32, len: i32): i32 {
  store<u32>(H, 0x6a09e667); store<u32>(H + 4, 0xbb67ae85); store<u32>(H + 8, 0x3c6ef372); store<u32>(H + 12, 0xa54ff53a);
  store<u32>(H + 16, 0x510e527f); store<u32>(H + 20, 0x9b05688c); store<u32>(H + 24, 0x1f83d9ab); store<u32>(H + 28, 0x5be0cd19);
  let p = <usize>ptr, rest = len;
  for (; rest >= 64; rest -= 64, p += 64) block(p);
  for (let i = 0; i < 128; i += 8) store<u64>(TAIL + i, 0);
  for (let i = 0; i < rest; i++) store<u8>(TAIL + i, load<u8>(p + i));
  store<u8>(TAIL + rest, 0x80);
  const n = rest < 56 ? 64 : 128;
  store<u64>(TAIL + n - 8, bswap<u64>(<u64>len << 3));
  block(TAIL);
  if (n == 128) block(TAIL + 64);
  return <i32>load<u32>(H);
}

// ---- CRC-32 (IEEE), nibble table
const C = memory.data<u32>([
  0x00000000,0x1db71064,0x3b6e20c8,0x26d930ac,0x76dc4190,0x6b6b51f4,0x4db26158,0x5005713c,
  0xedb88320,0xf00f9344,0xd6d6a3e8,0xcb61b38c,0x9b64c2b0,0x86d3d2d4,0xa00ae278,0xbdbdf21c]);
export function crc32(ptr: i32, len: i32): i32 {
  let c: u32 = ~0;
  for (let p = <usize>ptr, e = p + len; p < e; p++) {
    c ^= load<u8>(p);
    c = load<u32>(C + ((c & 15) << 2)) ^ (c >> 4);
    c = load<u32>(C + ((c & 15) << 2)) ^ (c >> 4);
  }
  return <i32>~c;
}

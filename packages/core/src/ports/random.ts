/** A source of random bytes. Real adapters are cryptographically strong; a seeded twin serves tests. */
export interface Random {
  bytes(length: number): Uint8Array;
}

/** What every token keeps to, whoever made it. */
export const TOKEN_LIMITS: {
  readonly maxChars: number;
  readonly maxBlocks: number;
  readonly maxPatterns: number;
  readonly maxTtlMs: number;
  readonly maxLeewayMs: number;
} = Object.freeze({
  /** Characters of a token. */
  maxChars: 4096,
  /** The issuer's block and those of who narrowed it. */
  maxBlocks: 8,
  /** Patterns in one list of a block. */
  maxPatterns: 32,
  /** A day, from the time that a block is valid to its end. */
  maxTtlMs: 86_400_000,
  /** How far clocks of servers may be said to be apart. */
  maxLeewayMs: 60_000,
});

/** The caps that are written into a module, and how it is to be rewritten. */
export interface RewriteOptions {
  readonly maxMemoryPages: number;
  readonly maxTableEntries: number;
  /** All NaNs that arithmetic makes get the same bits, as they would differ between processors otherwise. */
  readonly canonicalNans: boolean;
  /** A start function is not run by the platform but exported, so that it runs under fuel. */
  readonly detachStart: boolean;
  /** A module may import nothing but functions: what it shares with nobody can be capped, metered and put back. */
  readonly functionImportsOnly: boolean;
}

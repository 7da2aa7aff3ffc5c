/** A secret of one scope, by its name. */
export interface SecretName {
  readonly scope: string;
  readonly name: string;
}

/**
 * Where the values of secrets come from. Only the boundary to the outside asks; a plugin never sees a value.
 *
 * - `find` resolves with the value as it is now, or `undefined`. A secret of one scope is never found in another.
 */
export interface SecretSource {
  readonly find: (name: SecretName, signal: AbortSignal) => Promise<string | undefined>;
}

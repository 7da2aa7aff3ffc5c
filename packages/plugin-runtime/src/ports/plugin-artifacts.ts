/** A plugin's code, by the digest of its bytes: `sha256:` and 64 hexadecimal digits. */
export interface PluginArtifact {
  readonly digest: string;
  readonly bytes: Uint8Array;
}

/**
 * Keeps the code of plugins.
 *
 * - What `get` resolves with has the digest that was asked for, or it is `undefined`: what was damaged is not there.
 * - `put` keeps nothing that has another digest than it says (`plugin/digest-mismatch`). Putting the same bytes again changes nothing,
 *   concurrently too, and one that was interrupted leaves nothing half.
 * - `delete` succeeds when there is nothing.
 * - A digest that is none rejects with a `RangeError`. A signal that is aborted before the work began rejects with `core/aborted`.
 */
export interface PluginArtifacts {
  readonly get: (digest: string, signal: AbortSignal) => Promise<Uint8Array | undefined>;
  readonly put: (artifact: PluginArtifact, signal: AbortSignal) => Promise<void>;
  readonly delete: (digest: string, signal: AbortSignal) => Promise<void>;
}

/** A public key to trust for plugins. */
export interface AddPluginKeyV1 {
  /** Never used for another key. */
  readonly keyId: string;
  /** Ed25519: 32 bytes in base64, or PEM. */
  readonly publicKey: string;
  /** Ids of plugins: whole ones, `acme.*` for all that begin with `acme.`, or `*` for all. */
  readonly plugins: readonly string[];
  readonly notBefore?: string | undefined;
  readonly notAfter?: string | undefined;
}

/** Why a key is revoked, for those who ask later. */
export interface RevokePluginKeyV1 {
  readonly reason: string;
}

/** A key whose signatures count, or did. */
export interface PluginKeyV1 {
  readonly keyId: string;
  readonly publicKey: string;
  readonly plugins: readonly string[];
  readonly notBefore: string | null;
  readonly notAfter: string | null;
  readonly revokedAt: string | null;
  readonly revokedReason: string | null;
}

/** A page of keys in the order of their ids, and the cursor of the next one where there is one. */
export interface PluginKeyListV1 {
  readonly items: readonly PluginKeyV1[];
  readonly next: string | null;
}

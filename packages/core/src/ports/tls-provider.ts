/** A certificate chain with its key, in PEM. With `clientCaPem`, peers must present a certificate that it signed. */
export interface TlsMaterial {
  readonly certificateChainPem: string;
  readonly privateKeyPem: string;
  readonly clientCaPem?: string;
}

/**
 * Gives a listener its TLS material.
 *
 * - `load` resolves with what is current now; it is called again to pick up a renewed certificate.
 * - It resolves with `undefined` only where TLS is off by declaration, never because something could not be read: that
 *   rejects with `tls/unavailable`. A key that does not fit its certificate is rejected in the same way.
 * - The key appears in no error, log record or span.
 * - Rejects with `core/aborted` when `signal` is already aborted.
 */
export interface TlsProvider {
  load(signal: AbortSignal): Promise<TlsMaterial | undefined>;
}

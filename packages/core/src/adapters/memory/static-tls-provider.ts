import { coreError } from "../../errors.ts";
import type { TlsMaterial, TlsProvider } from "../../ports/tls-provider.ts";

/** TLS material that never changes, or none. */
export type StaticTlsProviderOptions =
  | { readonly material: undefined }
  | {
      readonly material: TlsMaterial;
      /** Whether the key belongs to the certificate. Passed in, as core itself has no cryptography. */
      readonly fits: (material: TlsMaterial) => boolean;
    };

/** Always gives the same TLS material. With `undefined` it declares that TLS is off. */
export function createStaticTlsProvider(options: StaticTlsProviderOptions): TlsProvider {
  return {
    async load(signal) {
      if (signal.aborted) throw coreError("core/aborted", {});
      if (options.material === undefined) return undefined;
      if (!isFitting(options.fits, options.material)) {
        throw coreError("tls/unavailable", { reason: "the private key does not fit the certificate" });
      }
      return options.material;
    },
  };
}

function isFitting(fits: (material: TlsMaterial) => boolean, material: TlsMaterial): boolean {
  try {
    return fits(material);
  } catch {
    // What cannot be checked does not fit. The error is left behind: a parser's may quote the key.
    return false;
  }
}

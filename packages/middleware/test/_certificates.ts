import "reflect-metadata";
import { webcrypto } from "node:crypto";
import type { TlsMaterial } from "@cordon/core";
import * as x509 from "@peculiar/x509";

/** What to put into a certificate that a test makes. */
export interface CertificateRequest {
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly authority?: boolean;
}

const DAY_MS = 86_400_000;

/** A self-signed certificate with its key, made anew: nothing of this kind is kept in the repository. */
export async function makeMaterial(request: CertificateRequest = {}): Promise<TlsMaterial> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      name: "CN=localhost",
      notBefore: request.notBefore ?? new Date(Date.now() - DAY_MS),
      notAfter: request.notAfter ?? new Date(Date.now() + DAY_MS),
      signingAlgorithm: algorithm,
      keys,
      extensions: [
        new x509.BasicConstraintsExtension(request.authority ?? false),
        new x509.SubjectAlternativeNameExtension([{ type: "dns", value: "localhost" }]),
      ],
    },
    webcrypto as Crypto,
  );
  const key = await webcrypto.subtle.exportKey("pkcs8", keys.privateKey);
  return {
    certificateChainPem: `${certificate.toString("pem").trim()}\n`,
    privateKeyPem: `${x509.PemConverter.encode(key, "PRIVATE KEY").trim()}\n`,
  };
}

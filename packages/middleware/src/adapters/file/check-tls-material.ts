import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import type { TlsMaterial } from "@cordon/core";

/** The certificates in a PEM text, without anything else that may stand there: a key beside them is not handed on. */
export function certificatesIn(pem: string): readonly string[] {
  return pem.match(/-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+?-----END CERTIFICATE-----/g) ?? [];
}

/** What is wrong with TLS material at a point in time, without any part of it; `undefined` when it can be served. */
export function tlsProblem(
  { certificateChainPem, privateKeyPem, clientCaPem }: TlsMaterial,
  now: number,
): string | undefined {
  const [leaf, ...rest] = certificatesIn(certificateChainPem).map(parseCertificate);
  if (leaf === undefined || rest.includes(undefined)) return "the certificate chain is not made of PEM certificates";
  const key = parseKey(privateKeyPem);
  if (key === undefined) return "the private key is not an unencrypted PEM key";
  if (!belongs(leaf, key)) return "the private key does not fit the certificate";
  // Only the first certificate: a chain may well end in an expired root that clients need not use.
  if (!(now >= leaf.validFromDate.getTime()))
    return `the certificate is not valid before ${leaf.validFromDate.toISOString()}`;
  if (!(now <= leaf.validToDate.getTime())) return `the certificate expired at ${leaf.validToDate.toISOString()}`;
  return clientCaPem === undefined ? undefined : clientCaProblem(clientCaPem);
}

/** Whether the private key belongs to the certificate, as `createStaticTlsProvider` asks to know. */
export function tlsMaterialFits({ certificateChainPem, privateKeyPem }: TlsMaterial): boolean {
  const [leaf] = certificatesIn(certificateChainPem).map(parseCertificate);
  const key = parseKey(privateKeyPem);
  return leaf !== undefined && key !== undefined && belongs(leaf, key);
}

function clientCaProblem(pem: string): string | undefined {
  const authorities = certificatesIn(pem).map(parseCertificate);
  if (authorities.length === 0 || authorities.includes(undefined)) return "the client CA file holds no PEM certificate";
  // With an end certificate here, whoever holds its key could be taken for an authority by a laxer peer.
  if (authorities.some((authority) => authority?.ca !== true))
    return "a certificate in the client CA file is not an authority";
  return undefined;
}

function belongs(certificate: X509Certificate, key: KeyObject): boolean {
  try {
    return certificate.checkPrivateKey(key);
  } catch {
    // OpenSSL throws for kinds of key that it cannot compare, and what cannot be compared does not fit.
    return false;
  }
}

function parseCertificate(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    // OpenSSL's own words help nobody here, and the caller says which file it was.
    return undefined;
  }
}

function parseKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    // The error is left behind on purpose: nothing that has seen the key goes into a log.
    return undefined;
  }
}

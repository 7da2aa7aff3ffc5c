import { type BusKey, busKeyFrom } from "@cordon/bus";
import { readSecretFile } from "./read-secret-file.ts";

/** Reads the key that all servers of a bus share. Throws `server/bad-config`, which repeats nothing of file or path. */
export function loadBusKey(file: string): Promise<BusKey> {
  return readSecretFile("CORDON_BUS_KEY_FILE", file, keyOf);
}

function keyOf(privateKeyPem: string): BusKey {
  try {
    return busKeyFrom({ privateKeyPem });
  } catch (cause) {
    throw new Error("holds no Ed25519 private key in PEM without a password", { cause });
  }
}

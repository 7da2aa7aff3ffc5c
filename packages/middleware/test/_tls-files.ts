import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TlsMaterial } from "@cordon/core";

/** A folder of its own with TLS files in it, gone once disposed. */
export interface TlsFiles extends AsyncDisposable {
  readonly certificateChainFile: string;
  readonly privateKeyFile: string;
  readonly clientCaFile: string;
  readonly missingFile: string;
  write(material: TlsMaterial): Promise<void>;
}

/** Writes material to files as an operator would: the key for its owner alone. */
export async function createTlsFiles(material: TlsMaterial): Promise<TlsFiles> {
  const dir = await mkdtemp(join(tmpdir(), "cordon-tls-"));
  const files: TlsFiles = {
    certificateChainFile: join(dir, "chain.pem"),
    privateKeyFile: join(dir, "key.pem"),
    clientCaFile: join(dir, "clients.pem"),
    missingFile: join(dir, "missing.pem"),
    async write({ certificateChainPem, privateKeyPem, clientCaPem }) {
      await writeFile(files.certificateChainFile, certificateChainPem);
      await writeFile(files.privateKeyFile, privateKeyPem, { mode: 0o600 });
      await chmod(files.privateKeyFile, 0o600);
      if (clientCaPem !== undefined) await writeFile(files.clientCaFile, clientCaPem);
    },
    [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }),
  };
  await files.write(material);
  return files;
}

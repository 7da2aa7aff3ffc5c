import { randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { coreError } from "@cordon/core";
import { pluginError } from "../../errors.ts";
import type { PluginArtifacts } from "../../ports/plugin-artifacts.ts";
import { digestOf, requireDigestText } from "../../signing/digest-of.ts";

/** Where code is kept. */
export interface FileArtifactsOptions {
  /** A folder that nobody but the host writes to. It is made if it is not there. */
  readonly dir: string;
}

/** Keeps code in files named after its digest. */
export function createFileArtifacts({ dir }: FileArtifactsOptions): PluginArtifacts {
  // Only hexadecimal digits get into a path, whatever a manifest says.
  const pathOf = (digest: string): string => join(dir, `${requireDigestText(digest)}.plugin`);
  return {
    async get(digest, signal) {
      const path = pathOf(digest);
      if (signal.aborted) throw coreError("core/aborted", {});
      const bytes = await readFile(path).catch(unlessMissing);
      return bytes !== undefined && digestOf(bytes) === digest ? new Uint8Array(bytes) : undefined;
    },
    async put({ digest, bytes }, signal) {
      const path = pathOf(digest);
      if (signal.aborted) throw coreError("core/aborted", {});
      const found = digestOf(bytes);
      if (found !== digest) throw pluginError("plugin/digest-mismatch", { pluginId: "", declared: digest, found });
      await mkdir(dir, { recursive: true, mode: 0o700 });
      const partial = `${path}.${randomUUID()}`;
      try {
        await writeWhole(partial, bytes);
        await rename(partial, path);
      } finally {
        await rm(partial, { force: true });
      }
    },
    async delete(digest, signal) {
      const path = pathOf(digest);
      if (signal.aborted) throw coreError("core/aborted", {});
      await rm(path, { force: true });
    },
  };
}

// On disk before it has its name: a machine that stops in between leaves no name without its bytes.
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  await using file = await open(path, "wx", 0o600);
  await file.writeFile(bytes);
  await file.sync();
}

function unlessMissing(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
  throw error;
}

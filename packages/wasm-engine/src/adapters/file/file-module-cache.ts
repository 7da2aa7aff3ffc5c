import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ModuleSummary, RewrittenModule } from "../../metering/rewritten-module.ts";
import type { ModuleCache } from "../../ports/module-cache.ts";

const DIGEST_BYTES = 32;
const LENGTH_BYTES = 4;
const KEY = /^[\w-]{1,128}$/u;

/** Where entries are kept. */
export interface FileModuleCacheOptions {
  /** Created if it is not there, for its owner only. */
  readonly dir: string;
}

/**
 * Keeps rewritten modules in a folder, an entry a file: digest of what follows, length of the summary, summary, module. A file is written
 * aside and renamed, so that none is ever seen half.
 */
export function createFileModuleCache({ dir }: FileModuleCacheOptions): ModuleCache {
  const pathOf = (key: string): string => {
    if (!KEY.test(key))
      throw new RangeError(`A key is up to 128 letters, digits, - and _, and this one is ${JSON.stringify(key)}.`);
    return join(dir, `${key}.cordon-wasm`);
  };
  return {
    async get(key) {
      const path = pathOf(key);
      try {
        return read(await readFile(path));
      } catch {
        // Not there, or not readable: either way the module is rewritten again, which only costs time.
        return undefined;
      }
    },
    async put(key, module) {
      const path = pathOf(key);
      const aside = `${path}.${randomUUID()}`;
      await mkdir(dir, { recursive: true, mode: 0o700 });
      try {
        await writeFile(aside, written(module), { mode: 0o600, flush: true });
        await rename(aside, path);
      } catch (error) {
        await rm(aside, { force: true });
        throw error;
      }
    },
  };
}

function written({ bytes, summary }: RewrittenModule): Uint8Array {
  const described = Buffer.from(JSON.stringify(summary));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(described.length);
  const content = Buffer.concat([length, described, bytes]);
  return Buffer.concat([digestOf(content), content]);
}

function read(entry: Buffer): RewrittenModule | undefined {
  const content = entry.subarray(DIGEST_BYTES);
  if (!digestOf(content).equals(entry.subarray(0, DIGEST_BYTES))) return undefined;
  const end = LENGTH_BYTES + content.readUInt32LE();
  const summary = JSON.parse(content.toString("utf8", LENGTH_BYTES, end)) as ModuleSummary;
  return { bytes: new Uint8Array(content.subarray(end)), summary };
}

function digestOf(content: Uint8Array): Buffer {
  return createHash("sha256").update(content).digest();
}

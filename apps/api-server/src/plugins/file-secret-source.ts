import { stat } from "node:fs/promises";
import type { Logger } from "@cordon/core";
import type { SecretSource } from "@cordon/plugin-runtime";
import { exposureOf } from "./exposure-of.ts";
import { readBoundedBytes } from "./read-bounded-bytes.ts";
import { parseSecretTable, type SecretTable } from "./secret-table.ts";

/** Where the secrets are, and who hears when they can be read no more. */
export interface FileSecretSourceOptions {
  readonly file: string;
  readonly logger: Logger;
}

const MAX_BYTES = 1_048_576;
const NONE: SecretTable = new Map();

/**
 * Reads secrets from a JSON file, and again when it has changed. Rejects, with an `Error` that names no value, where the file cannot be
 * used at first. One that cannot be used later has no secrets: nothing is sent with a value that its owner took back.
 */
export async function openFileSecretSource({ file, logger }: FileSecretSourceOptions): Promise<SecretSource> {
  let stamp = await stampOf(file);
  let table = await load(file);

  const refresh = async (): Promise<void> => {
    const found = await stampOf(file);
    if (found === stamp) return;
    stamp = found;
    try {
      table = await load(file);
    } catch (error) {
      table = NONE;
      logger.log("error", "the file of secrets cannot be used, so plugins have none", { error });
    }
  };
  return {
    async find({ scope, name }) {
      await refresh();
      return table.get(scope)?.get(name);
    },
  };
}

async function load(file: string): Promise<SecretTable> {
  // Orchestrators mount secrets as links to the version that is current.
  const { bytes, stats } = await readBoundedBytes(file, { maxBytes: MAX_BYTES, links: "follow" });
  const exposed = exposureOf(stats);
  if (exposed !== undefined) throw new Error(exposed);
  return parseSecretTable(new TextDecoder().decode(bytes));
}

// A change of mode or owner counts as well, which the time of the last write does not show.
async function stampOf(file: string): Promise<string> {
  try {
    const { ino, size, mtimeMs, ctimeMs } = await stat(file);
    return `${ino}:${size}:${mtimeMs}:${ctimeMs}`;
  } catch {
    // Why is said by reading it.
    return "";
  }
}

import { readFile } from "node:fs/promises";
import type { JsonValue } from "@cordon/core";
import { kitError } from "../errors.ts";

/** A file's bytes, or `undefined` where there is no such file. */
async function readOptionalFile(file: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(file);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw kitError("kit/file", { file, problem: `cannot be read (${code ?? "unknown"}).` }, { cause });
  }
}

/** A file's bytes. Rejects with advice where there is no such file. */
export async function readNeededFile(file: string, advice: string): Promise<Uint8Array> {
  const bytes = await readOptionalFile(file);
  if (bytes === undefined) throw kitError("kit/file", { file, problem: `is not there. ${advice}` });
  return bytes;
}

/** What a file of JSON holds. */
export function parseJsonFile(file: string, bytes: Uint8Array): JsonValue {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as JsonValue;
  } catch (cause) {
    throw kitError("kit/file", { file, problem: `is not JSON: ${(cause as Error).message}.` }, { cause });
  }
}

/** What a file of JSON holds, or `undefined` where there is no such file. */
export async function readOptionalJson(file: string): Promise<JsonValue | undefined> {
  const bytes = await readOptionalFile(file);
  return bytes === undefined ? undefined : parseJsonFile(file, bytes);
}

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "@cordon/core";
import { parseCloudEvent, parseCloudEventBatch } from "../cloud-event/parse-cloud-event.ts";

/** A file whose verdict was not what its folder says. */
export interface WrongVerdict {
  /** The file's name in the folder, such as `valid/minimal.json`. */
  readonly file: string;
  readonly expected: "valid" | "invalid";
  /** What was thrown, or `valid`. */
  readonly found: string;
}

/** What came of a folder of cases. */
export interface CloudEventFolderReport {
  readonly valid: number;
  readonly invalid: number;
  readonly wrong: readonly WrongVerdict[];
}

/** What reads an event and a batch; by default this package's parsers. */
export interface CloudEventReaders {
  readonly event: (bytes: Uint8Array) => unknown;
  readonly batch: (bytes: Uint8Array) => unknown;
}

const READERS: CloudEventReaders = {
  event: (bytes) => parseCloudEvent(bytes),
  batch: (bytes) => parseCloudEventBatch(bytes),
};
const BRACKET = 0x5b;

/**
 * Reads every file of the folders `valid` and `invalid` below a folder; one whose first character is `[` is a batch. A right verdict on an
 * invalid file is an error of this package: anything else that is thrown counts as wrong. Rejects with a `RangeError` if either folder has no file.
 */
export async function runCloudEventFolder(
  folder: string,
  readers: CloudEventReaders = READERS,
): Promise<CloudEventFolderReport> {
  const wrong: WrongVerdict[] = [];
  const run = async (expected: WrongVerdict["expected"]): Promise<number> => {
    const names = (await readdir(join(folder, expected))).sort();
    if (names.length === 0) throw new RangeError(`There is no case in the folder ${expected}, so nothing was tried.`);
    for (const name of names) {
      const found = verdictOn(await readFile(join(folder, expected, name)), readers);
      const isRight = expected === "valid" ? found === "valid" : found.startsWith("events/");
      if (!isRight) wrong.push({ file: `${expected}/${name}`, expected, found });
    }
    return names.length;
  };
  return { valid: await run("valid"), invalid: await run("invalid"), wrong };
}

function verdictOn(bytes: Uint8Array, { event, batch }: CloudEventReaders): string {
  try {
    if (bytes.find((byte) => byte > 0x20) === BRACKET) batch(bytes);
    else event(bytes);
    return "valid";
  } catch (error) {
    return AppError.is(error) ? error.code : `a bare ${String(error)}`;
  }
}

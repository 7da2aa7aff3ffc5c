import { posix } from "node:path";

/**
 * The name of a file that another refers to. What stands before the last colon is a revision or a drive, and stays: `main:api/a.json` and
 * `../b.json` give `main:b.json`. It may lead out of the folder: who reads it must refuse that.
 */
export function fileBeside(file: string, relative: string): string {
  const start = file.lastIndexOf(":") + 1;
  const path = posix.isAbsolute(relative) ? relative : posix.join(posix.dirname(file.slice(start)), relative);
  return file.slice(0, start) + posix.normalize(path);
}

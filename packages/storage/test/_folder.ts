import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** A folder of its own for the running test, removed when it ends. */
export function temporaryFolder(): string {
  const path = mkdtempSync(join(tmpdir(), "cordon-storage-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A signal that never aborts. */
export const never: AbortSignal = new AbortController().signal;

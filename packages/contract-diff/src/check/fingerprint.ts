import { createHash } from "node:crypto";
import type { Change } from "../finding.ts";

const CHARS = 16;

/** What tells one finding from all others. Lines are no part of it, so it stays when the file is written anew. */
export function fingerprintOf(
  contract: string,
  { rule, breaks, subject, path }: Pick<Change, "rule" | "breaks" | "subject" | "path">,
): string {
  // As JSON, so that no two lists of parts run into the same text.
  const parts = JSON.stringify([contract, rule, breaks, subject, path]);
  return createHash("sha256").update(parts).digest("hex").slice(0, CHARS);
}

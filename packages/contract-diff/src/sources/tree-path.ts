import { posix } from "node:path";
import { type AppError, coreError } from "@cordon/core";
import { contractDiffError } from "../errors.ts";
import { hasControls, shownText } from "./shown-text.ts";

const LEFT_OUT = new Set([".git", "node_modules"]);

/** A path in its only form, `a/b`, or `""` for the root. Throws `contract-diff/not-found` for one that leaves the root. */
export function treePath(path: string, label: string): string {
  if (hasControls(path)) throw missing({ what: "file", path, label, hint: "A path cannot have control characters." });
  const normal = posix.normalize(path).replace(/\/$/, "");
  if (posix.isAbsolute(path) || normal === ".." || normal.startsWith("../"))
    throw missing({
      what: "file",
      path,
      label,
      hint: "A path stays below its root: choose a root that holds all files.",
    });
  return normal === "." ? "" : normal;
}

/** Whether a listing of a folder leaves this out. Only what is below the folder counts: one that is named is listed. */
export function isLeftOut(path: string, folder: string): boolean {
  const below = folder === "" ? path : path.slice(folder.length + 1);
  return below.split("/").some((part) => LEFT_OUT.has(part));
}

/** Refuses names that could forge lines in a report or in the log of a CI job. */
export function checkListedName(path: string, label: string): void {
  if (!hasControls(path)) return;
  const problem = "the name of this file has control characters, so rename it";
  throw contractDiffError("contract-diff/unreadable", { file: named(shownText(path), label), problem });
}

/** A file's name in a report. */
export function named(path: string, label: string): string {
  return label === "" ? path : `${label}:${path}`;
}

interface Missing {
  readonly what: "file" | "folder";
  readonly path: string;
  readonly label: string;
  readonly hint?: string;
  readonly cause?: unknown;
}

/** The error for a file or a folder that is not there. */
export function missing({ what, path, label, hint = "Check its name.", cause }: Missing): AppError {
  const details = { what: `${what} ${named(shownText(path), label)}`, hint };
  return contractDiffError("contract-diff/not-found", details, cause === undefined ? undefined : { cause });
}

/** Throws `core/aborted` after an abort. */
export function checkAborted(signal: AbortSignal): void {
  if (signal.aborted) throw coreError("core/aborted", {});
}

import { contractDiffError } from "../errors.ts";

/** What a tree refuses to hold. */
export interface TreeLimits {
  /** How many files a listing may have. Default 10,000. */
  readonly maxFiles?: number;
  /** How many bytes a file may have. Default 256 MiB, which is half of what one string can hold. */
  readonly maxBytes?: number;
}

/** The defaults of every tree. */
const TREE_LIMITS: Required<TreeLimits> = Object.freeze({ maxFiles: 10_000, maxBytes: 256 * 1024 * 1024 });

/** Fills in the defaults and refuses limits that are none. */
export function resolveTreeLimits({ maxFiles, maxBytes }: TreeLimits): Required<TreeLimits> {
  const limits = { maxFiles: maxFiles ?? TREE_LIMITS.maxFiles, maxBytes: maxBytes ?? TREE_LIMITS.maxBytes };
  for (const [name, limit] of Object.entries(limits))
    if (!Number.isSafeInteger(limit) || limit < 1) throw new RangeError(`${name} must be 1 or more, not ${limit}.`);
  return Object.freeze(limits);
}

/** Throws once a listing is longer than the tree allows. */
export function checkFileCount(count: number, folder: string, { maxFiles }: Required<TreeLimits>): void {
  if (count <= maxFiles) return;
  const what = "there are too many files below this folder, so name a smaller one";
  throw contractDiffError("contract-diff/too-large", { file: folder || ".", what, limit: maxFiles });
}

/** Throws for a file that is larger than the tree allows. */
export function checkByteCount(bytes: number, file: string, { maxBytes }: Required<TreeLimits>): void {
  if (bytes <= maxBytes) return;
  throw contractDiffError("contract-diff/too-large", { file, what: "the file has too many bytes", limit: maxBytes });
}

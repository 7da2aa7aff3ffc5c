/**
 * Files below one root: a folder, a revision of a repository, or memory. Paths are relative to the root and have `/`; `""` is the root. A path
 * that leaves the root, or has control characters, is `contract-diff/not-found`. Rejects only with `AppError`; `core/aborted` soon after an abort.
 */
export interface FileTree {
  /** What stands before a file's name in a report, such as a revision; may be empty. */
  readonly label: string;
  /**
   * All files below a folder, sorted by code unit, with their paths from the root; none if there is no such folder. What lies in `.git` or
   * `node_modules` is left out, and so is a link: what it leads to is listed where it stands. Rejects with `contract-diff/too-large` above the
   * tree's number of files, and with `contract-diff/unreadable` if a name has control characters, which could forge lines of a report.
   */
  list(folder: string, signal: AbortSignal): Promise<readonly string[]>;
  /**
   * The text of a file, without its byte order mark. Follows links that stay within the root. Rejects with `contract-diff/not-found` for
   * what is no file, `contract-diff/too-large` above the tree's number of bytes, and `contract-diff/unreadable` for what is not UTF-8.
   */
  read(file: string, signal: AbortSignal): Promise<string>;
}

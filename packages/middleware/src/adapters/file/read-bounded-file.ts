import { Buffer } from "node:buffer";
import { constants, type Stats } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";

/** A file's text, and what its own handle says of it. */
export interface BoundedFile {
  readonly text: string;
  readonly stats: Stats;
}

/**
 * Reads a regular file of at most `maxBytes`. What it is and how large are read from the open handle, so that a file swapped
 * in between does not matter; a named pipe neither blocks nor is read. Throws an `Error` whose message names no path.
 */
export async function readBoundedFile(path: string, maxBytes: number): Promise<BoundedFile> {
  const handle = await openForReading(path);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw new Error("it is not a file");
    const buffer = Buffer.alloc(Math.min(stats.size, maxBytes) + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, length, buffer.length - length);
      if (bytesRead === 0) break;
      length += bytesRead;
      // Either it is too large or it is being written right now; the next load will find it whole.
      if (length === buffer.length) throw new Error(`it is larger than ${Math.min(stats.size, maxBytes)} bytes`);
    }
    return { text: buffer.toString("utf8", 0, length), stats };
  } finally {
    await handle.close();
  }
}

// A system error's message repeats the path, and people do paste a key where its path belongs: only the code goes on.
async function openForReading(path: string): Promise<FileHandle> {
  try {
    return await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // oxlint-disable-next-line eslint/preserve-caught-error -- the caught error is what must not go on.
    throw new Error(code ?? "it could not be opened");
  }
}

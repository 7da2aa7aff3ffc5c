import { constants, type Stats } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";

/** A file's bytes, and what its own handle says of it. */
export interface BoundedBytes {
  readonly bytes: Uint8Array;
  readonly stats: Stats;
}

/** What to read, and whether through a symbolic link. */
export interface BoundedRead {
  readonly maxBytes: number;
  readonly links: "follow" | "refuse";
}

/**
 * Reads a regular file. What it is and how large are read from the open handle, so that a file swapped in between does not matter; a
 * named pipe does not block. Throws an `Error` whose message names no path.
 */
export async function readBoundedBytes(path: string, { maxBytes, links }: BoundedRead): Promise<BoundedBytes> {
  await using file = await openForReading(path, links === "follow" ? 0 : constants.O_NOFOLLOW);
  const stats = await file.stat();
  if (!stats.isFile()) throw new Error("is not a file");
  if (stats.size > maxBytes) throw new Error(`is larger than ${maxBytes} bytes`);
  const buffer = Buffer.alloc(stats.size + 1);
  let length = 0;
  for (;;) {
    const { bytesRead } = await file.read(buffer, length, buffer.length - length);
    if (bytesRead === 0) return { bytes: new Uint8Array(buffer.buffer, buffer.byteOffset, length), stats };
    length += bytesRead;
    if (length === buffer.length) throw new Error("is being written at this moment");
  }
}

async function openForReading(path: string, flags: number): Promise<FileHandle> {
  try {
    return await open(path, constants.O_RDONLY | constants.O_NONBLOCK | flags);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // oxlint-disable-next-line eslint/preserve-caught-error -- its message repeats the path, which is not for everyone who asks.
    throw new Error(code === "ENOENT" ? "is not there" : `could not be read (${code ?? "it could not be opened"})`);
  }
}

import { mkdir, open, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { IdSource } from "@cordon/core";

/** What this server is called among those of its bus: made at the first start, then read from the data folder. */
export async function loadServerId(dataDir: string, ids: IdSource): Promise<string> {
  const path = join(dataDir, "server-id");
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const made = ids.next();
  try {
    // "wx" lets one of two that start together create it; the other then reads it.
    await using file = await open(path, "wx", 0o600);
    await file.writeFile(`${made}\n`);
    await file.sync();
    return made;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const kept = (await readFile(path, "utf8")).trim();
  if (/^[0-9a-z]{26}$/.test(kept)) return kept;
  throw new Error(`${path} does not hold a server's id. Delete it to have a new one made.`);
}

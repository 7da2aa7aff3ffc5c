import { mkdir, open, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Random } from "@cordon/core";
import { generateToken } from "@cordon/middleware";

/**
 * The dev profile's token: made at the first start, then read from the data folder, so that a copied curl line still works
 * after a restart. Only the file's owner can read it. Production has no such file.
 */
export async function loadDevToken(dataDir: string, random: Random): Promise<string> {
  const path = join(dataDir, "dev-token");
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const token = generateToken(random);
  try {
    // "wx" lets one of two servers that start together create it; the other then reads it.
    const file = await open(path, "wx", 0o600);
    try {
      await file.writeFile(`${token}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    return token;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const kept = (await readFile(path, "utf8")).trim();
  if (/^cordon_[\w-]{43}$/.test(kept)) return kept;
  throw new Error(`${path} does not hold a token. Delete it to have a new one made.`);
}

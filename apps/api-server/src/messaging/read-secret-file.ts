import { serverError } from "../errors.ts";
import { exposureOf } from "../plugins/exposure-of.ts";
import { readBoundedBytes } from "../plugins/read-bounded-bytes.ts";

const MAX_BYTES = 4096;

/** Reads a small file that only its owner may read, and makes something of it. Throws `server/bad-config`, which repeats nothing of file or path. */
export async function readSecretFile<Secret>(
  variable: string,
  file: string,
  read: (text: string) => Secret,
): Promise<Secret> {
  try {
    // Orchestrators mount secrets as links to the version that is current.
    const { bytes, stats } = await readBoundedBytes(file, { maxBytes: MAX_BYTES, links: "follow" });
    const exposed = exposureOf(stats);
    if (exposed !== undefined) throw new Error(exposed);
    return read(new TextDecoder().decode(bytes));
  } catch (error) {
    const problems = [`${variable} names a file that ${(error as Error).message}.`];
    throw serverError("server/bad-config", { problems }, { cause: error });
  }
}

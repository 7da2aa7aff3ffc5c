import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ContractDocument } from "../../src/document.ts";

/** A document as a source makes them. */
export function witDocument(text: string, file = "contract.wit"): ContractDocument {
  return { file, value: text, linesOf: (pointers) => pointers.map(() => undefined) };
}

/** The files of a fixture, named as they lie in it. */
export function witFixture(name: string, files: readonly string[]): readonly ContractDocument[] {
  const folder = join(import.meta.dirname, "_fixtures", name);
  return files.map((file) => witDocument(readFileSync(join(folder, file), "utf8"), `wit/${file}`));
}

import { posix } from "node:path";
import type { ContractDocument } from "../document.ts";
import { contractDiffError } from "../errors.ts";
import type { FileTree } from "./file-tree.ts";
import { jsonLines } from "./json-lines.ts";
import { parseJson } from "./parse-json.ts";
import { parseYaml } from "./parse-yaml.ts";
import { named, treePath } from "./tree-path.ts";
import { yamlLines } from "./yaml-lines.ts";

/** How one kind of file is read. */
interface Reader {
  parse(text: string, file: string): ContractDocument["value"];
  lines(text: string, pointers: readonly string[]): readonly (number | undefined)[];
}

const YAML: Reader = { parse: parseYaml, lines: yamlLines };
const READERS: ReadonlyMap<string, Reader> = new Map([
  [".json", { parse: parseJson, lines: jsonLines }],
  [".yaml", YAML],
  [".yml", YAML],
  // Who reads the text of WIT into items has their lines, and says them.
  [".wit", { parse: (text) => text, lines: (_text, pointers) => pointers.map(() => undefined) }],
]);

/** Whether a file has an extension that contracts have. */
export function isReadable(file: string): boolean {
  return READERS.has(posix.extname(file).toLowerCase());
}

/**
 * Reads and parses a file by its extension: `.json`, `.yaml`, `.yml` or `.wit`. Rejects with `contract-diff/unreadable` and the place for text
 * that is not valid, has a key twice or a number that is not finite, and with `contract-diff/too-large` for what is nested too deep.
 */
export async function readDocument(tree: FileTree, file: string, signal: AbortSignal): Promise<ContractDocument> {
  const path = treePath(file, tree.label);
  const name = named(path, tree.label);
  const reader = READERS.get(posix.extname(path).toLowerCase());
  if (reader === undefined) {
    const problem = `a contract is a file named ${[...READERS.keys()].join(", ")}; rename it`;
    throw contractDiffError("contract-diff/unreadable", { file: name, problem });
  }
  const read = await tree.read(path, signal);
  const text = read.startsWith("\ufeff") ? read.slice(1) : read;
  return { file: name, value: reader.parse(text, name), linesOf: (pointers) => reader.lines(text, pointers) };
}

import type { ContractDocument } from "../document.ts";
import { contractDiffError } from "../errors.ts";
import { checkWitCycles } from "./check-wit-cycles.ts";
import { expandWorlds } from "./expand-worlds.ts";
import { parseWitFile } from "./parse-wit-file.ts";
import { placed, resolveScope } from "./resolve-scope.ts";
import type { PackageSyntax } from "./wit-syntax.ts";
import { packageId, type WitContract, type WitInterface, type WitPackage } from "./wit-contract.ts";
import { createWitNames, type NamedPart } from "./wit-names.ts";
import type { WitTypeDef } from "./wit-type.ts";

/**
 * Reads the files of a contract into one tree with all names resolved: a package, and those that it needs, in braces or in files of their
 * own. Throws `contract-diff/unreadable` for text that is no WIT, `contract-diff/invalid-contract` with file and line for names that lead
 * nowhere, twice-used names and circles, `contract-diff/too-large` for what no tool would take. Packages that are not among the files
 * are allowed: what they define stays unknown.
 */
export function parseWit(documents: readonly ContractDocument[]): WitContract {
  const parts = namePackages(documents.flatMap((document) => parseWitFile(document)));
  const names = createWitNames(parts);
  const packages = new Map<string, WitPackage>();
  const interfaces = new Map<string, WitInterface>();
  const types = new Map<string, WitTypeDef>();
  const [main] = parts;
  for (const part of parts) {
    const { id, file, at, docs, name } = part;
    const pointer = part.id === main?.id ? "" : `/package/${id.replaceAll("/", "~1")}`;
    const known = packages.get(id);
    const joined = [known?.docs ?? "", docs].filter(Boolean).join("\n");
    packages.set(id, { id, ...name, at: known?.at ?? { file, pointer, line: at.line }, docs: joined });
    for (const syntax of part.interfaces) {
      const item = placed({ part, pointer: `${pointer}/interface` }, syntax);
      const scope = resolveScope({ part, names, types, id: `${id}/${syntax.name}`, pointer: item.at.pointer }, syntax);
      interfaces.set(scope.id, { ...item, ...scope });
    }
  }
  const foreign = new Set<string>();
  const base = { packages, interfaces, types, foreign };
  const worlds = expandWorlds(parts, names, base);
  for (const id of names.foreign()) foreign.add(id);
  const contract = { ...base, worlds };
  checkWitCycles(contract);
  return contract;
}

/** Gives each part its package: its own declaration, or that of its folder, or the only one there is. Those of the main package first. */
function namePackages(parts: readonly PackageSyntax[]): readonly NamedPart[] {
  const declared = parts.filter(({ nested }) => !nested);
  const byFolder = new Map<string, PackageSyntax["name"]>();
  for (const { file, name, at } of declared) {
    if (name === undefined) continue;
    const known = byFolder.get(folderOf(file));
    if (known !== undefined && packageId(known) !== packageId(name)) {
      const message = `this file belongs to package ${packageId(name)}, and another of its folder to ${packageId(known)}; the files of a folder are one package`;
      throw invalid(file, at.line, message);
    }
    byFolder.set(folderOf(file), name);
  }
  const [only, ...others] = new Set(byFolder.values());
  const named = parts.flatMap((part): NamedPart[] => {
    const name = part.name ?? byFolder.get(folderOf(part.file)) ?? (others.length === 0 ? only : undefined);
    if (name !== undefined) return [{ ...part, name, id: packageId(name) }];
    // A file of nested packages alone needs no package of its own.
    if (part.interfaces.length + part.worlds.length === 0) return [];
    throw invalid(
      part.file,
      1,
      "no file of this folder says which package it is; begin one with a line such as package my:contract@1.0.0;",
    );
  });
  const [main] = named.toSorted((a, b) => height(a) - height(b));
  return [...named.filter(({ id }) => id === main?.id), ...named.filter(({ id }) => id !== main?.id)];
}

/** A package in braces serves the one that it is written beside. */
const height = ({ file, nested }: NamedPart): number => file.split("/").length + (nested ? 0.5 : 0);

const folderOf = (file: string): string => file.slice(0, file.lastIndexOf("/") + 1);

function invalid(file: string, line: number, message: string): Error {
  return contractDiffError("contract-diff/invalid-contract", { file, line, issues: [{ pointer: "", message }] });
}

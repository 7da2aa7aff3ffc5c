import { contractDiffError } from "../errors.ts";
import { packageId } from "./wit-contract.ts";
import type { InterfaceSyntax, PackageSyntax, WitPackageName, WitPath, WorldSyntax } from "./wit-syntax.ts";

/** What one file says of one package, once it is known which. */
export interface NamedPart extends PackageSyntax {
  readonly name: WitPackageName;
  readonly id: string;
}

/** A place to complain about. */
export interface Where {
  readonly file: string;
  readonly line: number;
}

/** Looks up names of interfaces and worlds. All of it throws `contract-diff/invalid-contract` with file and line. */
export interface WitNames {
  /** The id that a path leads to, as seen from a part; the id is foreign if its package was not given. */
  find(part: NamedPart, path: WitPath, kind: "interface" | "world"): string;
  /** The names of the types of an interface that was given. */
  typesOf(id: string): ReadonlySet<string> | undefined;
  world(id: string): { readonly part: NamedPart; readonly syntax: WorldSyntax } | undefined;
  /** The ids of packages that were asked for and not given. */
  foreign(): ReadonlySet<string>;
}

/** Makes the tables, and refuses names that are used twice in a package. */
export function createWitNames(parts: readonly NamedPart[]): WitNames {
  const interfaces = new Map<string, ReadonlySet<string>>();
  const aliases = new Map<NamedPart, ReadonlyMap<string, WitPath>>();
  const worlds = new Map<string, { part: NamedPart; syntax: WorldSyntax }>();
  const foreign = new Set<string>();
  const versions = new Map<string, Set<string>>();
  for (const part of parts) {
    const { id, file } = part;
    aliases.set(part, new Map(part.uses.map(({ path, as }) => [as, path])));
    versions.set(part.name.name, (versions.get(part.name.name) ?? new Set()).add(id));
    const declare = ({ name, at }: InterfaceSyntax): string => {
      const own = `${id}/${name}`;
      if (interfaces.has(own) || worlds.has(own)) throw invalidWit({ file, line: at.line }, nameTwice(name));
      return own;
    };
    for (const syntax of part.interfaces) interfaces.set(declare(syntax), typeNames(syntax));
    for (const syntax of part.worlds) worlds.set(declare(syntax), { part, syntax });
  }
  /** A path without a version means the version that was given, if that was one. */
  const packageFor = (name: WitPackageName): string => {
    const known = versions.get(name.name);
    const [only] = known?.size === 1 ? known : [];
    return name.version === undefined && only !== undefined ? only : packageId(name);
  };
  const given = new Set(parts.map(({ id }) => id));
  const find: WitNames["find"] = (part, path, kind) => {
    const alias = path.package === undefined ? aliases.get(part)?.get(path.name) : undefined;
    const target = alias ?? path;
    const inPackage = target.package === undefined ? part.id : packageFor(target.package);
    const id = `${inPackage}/${target.name}`;
    if ((kind === "interface" ? interfaces : worlds).has(id)) return id;
    if (!given.has(inPackage)) {
      foreign.add(inPackage);
      return id;
    }
    const other = (kind === "interface" ? worlds : interfaces).has(id);
    const problem = other
      ? `${id} is not a${kind === "interface" ? "n interface" : " world"}`
      : `there is no ${kind} ${id}`;
    throw invalidWit({ file: part.file, line: path.at.line }, `${problem}; declare it or correct the name`);
  };
  return { find, typesOf: (id) => interfaces.get(id), world: (id) => worlds.get(id), foreign: () => foreign };
}

/** The error for what is WIT but makes no sense. */
export function invalidWit({ file, line }: Where, message: string): Error {
  return contractDiffError("contract-diff/invalid-contract", { file, line, issues: [{ pointer: "", message }] });
}

/** What is said of a name that is there already. */
export const nameTwice = (name: string): string => `the name ${name} is declared twice; rename one`;

function typeNames({ types, uses }: InterfaceSyntax): ReadonlySet<string> {
  const used = uses.flatMap(({ names }) => names.map(({ to }) => to));
  return new Set([...types.map(({ name }) => name), ...used]);
}

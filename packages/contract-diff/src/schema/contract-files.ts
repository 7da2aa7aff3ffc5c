import type { ContractDocument } from "../document.ts";
import type { WrittenDialect } from "./dialect.ts";
import { Location } from "./location.ts";
import { indexResources, type ResourceIndex } from "./resource-index.ts";
import { fileAddress } from "./scope.ts";
import { fileBeside } from "./file-beside.ts";

/** How the first file is read, and how others come. */
export interface ContractFilesOptions {
  readonly document: ContractDocument;
  /** Asked from the file's own `$schema` if absent. */
  readonly dialect?: WrittenDialect;
  readonly load?: (file: string) => ContractDocument | undefined;
}

/** The files that one contract is made of: the one it starts with, and those its references led to so far. */
export class ContractFiles {
  /** The file it starts with. */
  readonly main: Location;
  readonly #load: (file: string) => ContractDocument | undefined;
  readonly #roots = new Map<string, Location | undefined>();
  readonly #indexes = new Map<Location, ResourceIndex>();

  constructor({ document, dialect, load }: ContractFilesOptions) {
    this.#load = load ?? loadNothing;
    const scope = { base: fileAddress(document.file), dialect: dialect ?? "2020-12" };
    this.main = Location.root(document.file, document.value, scope, dialect !== undefined);
    this.#roots.set(document.file, this.main);
  }

  /** The file that `relative` means in `from`, read if it was not yet; `undefined` if it is not at hand. */
  beside(from: Location, relative: string): Location | undefined {
    const file = fileBeside(from.file, relative);
    if (this.#roots.has(file)) return this.#roots.get(file);
    const document = this.#load(file);
    const root = document === undefined ? undefined : (this.#roots.get(document.file) ?? this.#open(document));
    this.#roots.set(file, root);
    return root;
  }

  /** The schema that gave itself this address, in any of the files. */
  resource(address: string): Location | undefined {
    for (const [root, index] of this.#all()) {
      const keys = index.resources.get(address);
      if (keys !== undefined) return root.at(keys);
    }
    return undefined;
  }

  /** The schema that gave itself this name within a resource. */
  anchor(resource: Location, name: string): Location | undefined {
    const keys = this.#index(resource.root).anchors.get(`${resource.scope.base}#${name}`);
    return keys === undefined ? undefined : resource.root.at(keys);
  }

  /** How many schemas of all files are called so by `$dynamicAnchor`. */
  countDynamic(name: string): number {
    return this.#all().reduce((sum, [, index]) => sum + (index.dynamic.get(name)?.length ?? 0), 0);
  }

  /** How many resources of all files have `$recursiveAnchor`. */
  countRecursive(): number {
    return this.#all().reduce((sum, [, index]) => sum + index.recursive.length, 0);
  }

  #open({ file, value }: ContractDocument): Location {
    const { dialect } = this.main.scope;
    const root = Location.root(file, value, { base: fileAddress(file), dialect }, false);
    this.#roots.set(file, root);
    return root;
  }

  #all(): readonly (readonly [Location, ResourceIndex])[] {
    const roots = new Set([...this.#roots.values()].filter((root) => root !== undefined));
    return [...roots].map((root) => [root, this.#index(root)]);
  }

  #index(root: Location): ResourceIndex {
    const index = this.#indexes.get(root) ?? indexResources(root);
    this.#indexes.set(root, index);
    return index;
  }
}

function loadNothing(): undefined {
  return undefined;
}

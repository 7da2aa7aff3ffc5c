import type { JsonValue } from "@cordon/core";
import type { Place } from "../document.ts";
import { contractDiffError } from "../errors.ts";
import type { ContractFiles } from "./contract-files.ts";
import { isSchema, ownValue } from "./json-kind.ts";
import type { Location } from "./location.ts";
import { MadeNode } from "./made-node.ts";
import { pointerStep } from "./pointer.ts";
import { readSchema, writtenAt, type ReadSchema, type View } from "./read-schema.ts";
import { isFixed, isFixedRecursion, resolveReference } from "./references.ts";
import type { SchemaNode } from "./schema-node.ts";
import { schemaStep } from "./schema-step.ts";

/** What the nodes of one space share. */
export interface NodeSurroundings {
  readonly files: ContractFiles;
  readonly view: View;
  /** The one node of a place that holds a schema. */
  nodeOf(at: Location): PlacedNode;
}

const MAX_POINTER = 1000;

/** A schema that stands in a file. `number` tells it from all others of its space. */
export class PlacedNode implements SchemaNode {
  readonly #number: number;
  readonly #at: Location;
  readonly #around: NodeSurroundings;
  // Made when they are needed: there are as many nodes as schemas, and most are ends.
  #made: Map<string, SchemaNode> | undefined;
  #targets: Map<string, PlacedNode> | undefined;
  #read: ReadSchema | undefined;
  #isChainOpen = true;

  constructor(number: number, at: Location, around: NodeSurroundings) {
    this.#number = number;
    this.#at = at;
    this.#around = around;
  }

  get id(): string {
    const { file, pointer } = this.#at;
    const { view } = this.#around;
    // A pointer from far down is long, and whoever keeps ids would keep it at full length for each schema on the way.
    return `${file}#${pointer.length > MAX_POINTER ? `(${this.#number})` : pointer}${view === "any" ? "" : ` (${view})`}`;
  }

  get place(): Place {
    return { file: this.#at.file, pointer: this.#at.pointer };
  }

  get keywords(): SchemaNode["keywords"] {
    return this.#schema().keywords;
  }

  child(...path: readonly (string | number)[]): SchemaNode {
    if (path.length === 0) return this;
    const { step, rest } = schemaStep(path);
    return this.#step(step).child(...rest);
  }

  placeOf(...path: readonly (string | number)[]): Place {
    const below = writtenAt(this.#schema(), path.map(String)).map(pointerStep);
    return { file: this.#at.file, pointer: this.#at.pointer + below.join("") };
  }

  target(keyword: "$ref" | "$dynamicRef"): SchemaNode | undefined {
    const reference = ownValue(this.keywords, keyword);
    if (typeof reference !== "string") return undefined;
    const target = this.#direct(keyword, reference);
    if (keyword === "$ref") {
      refuseRound(this);
      return target;
    }
    const { files } = this.#around;
    const isRecursion = this.#at.scope.dialect === "2019-09";
    const isKnown = isRecursion ? isFixedRecursion(files, target.#at) : isFixed(files, target.#at, reference);
    return isKnown ? target : undefined;
  }

  #schema(): ReadSchema {
    this.#read ??= readSchema(this.#at, this.#around.view, (reference) => this.#follow(reference));
    return this.#read;
  }

  #follow(reference: string): Location | undefined {
    const found = resolveReference(this.#around.files, this.#at, reference);
    return "schema" in found ? found.schema : undefined;
  }

  #step(path: readonly string[]): SchemaNode {
    const pointer = path.map(pointerStep).join("");
    const made = this.#made?.get(pointer);
    if (made !== undefined) return made;
    const { named } = this.#schema();
    const at = this.#at.at(writtenAt(this.#schema(), path));
    if (at === undefined || !isSchema(at.value)) throw new TypeError(`There is no schema at ${pointer} of ${this.id}.`);
    const node = this.#around.nodeOf(at);
    const names = named.find((branch) => branch.path[0] === path[0] && branch.path[1] === path[1])?.names;
    if (names === undefined) return node;
    const value: JsonValue = { allOf: [at.value, names] };
    const branch = new MadeNode({
      id: `${node.id} named`,
      value,
      place: node.place,
      written: new Map([["/allOf/0", node]]),
    });
    this.#made ??= new Map();
    this.#made.set(pointer, branch);
    return branch;
  }

  #direct(keyword: string, reference: string): PlacedNode {
    const known = this.#targets?.get(keyword);
    if (known !== undefined) return known;
    const found = resolveReference(this.#around.files, this.#at, reference);
    if ("problem" in found) {
      const details = { ...this.placeOf(keyword), target: reference.slice(0, 200), problem: found.problem };
      throw contractDiffError("contract-diff/unresolved-ref", details);
    }
    const target = this.#around.nodeOf(found.schema);
    this.#targets ??= new Map();
    this.#targets.set(keyword, target);
    return target;
  }

  /**
   * The schema that `$ref` leads to, where nobody made sure yet that the chain has an end. Looks at nothing else, so that a fault of a schema
   * is told when somebody reads it and not when somebody refers to it.
   */
  nextInChain(): PlacedNode | undefined {
    const reference = ownValue(this.#at.value, "$ref");
    return this.#isChainOpen && typeof reference === "string" ? this.#direct("$ref", reference) : undefined;
  }

  /** Told when the chain of references that begins here was seen to end. */
  endChain(): void {
    this.#isChainOpen = false;
  }
}

/** A reference that leads to itself over references alone says nothing at all. Each is gone through once, however long the chain. */
function refuseRound(start: PlacedNode): void {
  const chain = new Set<PlacedNode>();
  for (let node: PlacedNode | undefined = start; node !== undefined; node = node.nextInChain()) {
    if (chain.has(node)) throw contractDiffError("contract-diff/cyclic-schema", { ...node.place });
    chain.add(node);
  }
  for (const link of chain) link.endChain();
}

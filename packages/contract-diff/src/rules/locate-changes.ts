import type { JsonValue } from "@cordon/core";
import type { ContainmentEngine } from "../engine/containment-engine.ts";
import type { Literal } from "../engine/term.ts";
import type { Place } from "../document.ts";
import { isList } from "../schema/json-kind.ts";
import type { SchemaNode } from "../schema/schema-node.ts";
import { partsOf } from "./schema-parts.ts";
import type { SchemaPart } from "./schema-parts.ts";

/** A part of the receiving schema that refuses a document of the sending one. */
export interface Refusal {
  readonly keyword: string;
  /** What the keyword says. */
  readonly value: JsonValue | undefined;
  readonly path: string;
  readonly sending: Place | undefined;
  readonly receiving: Place;
  /** The schema that the keyword is in. */
  readonly node: SchemaNode;
  /** Whether a value may pass another branch of a union instead. */
  readonly isInBranch: boolean;
  /** What is asked of the whole document: some of what is sent does not fulfil it. */
  readonly asks: Literal;
  readonly outcome:
    | { readonly kind: "refused"; readonly witness: JsonValue; readonly reason: string }
    | { readonly kind: "unknown"; readonly why: string };
}

/** A person reads the first few, and the rest follow from them. */
export const MAX_REFUSALS = 100;
// Each level down asks a question that goes through all levels above it.
const MAX_DEPTH = 60;

/** What refuses in one schema, and the definitions that refuse in it, which are looked at by themselves. */
export interface Located {
  readonly refusals: readonly Refusal[];
  readonly uses: readonly DefinitionUse[];
}

/** A place where both sides only refer to a definition, and something of it is refused. */
export interface DefinitionUse {
  readonly sending: SchemaNode;
  readonly receiving: SchemaNode;
  readonly path: string;
  /** Whether what refuses in the definition refuses here, too: its user may never send it. */
  readonly isRefusedHere: (refusal: Refusal) => boolean;
  /** The refusal of the place as a whole, for where nothing in the definition explains it. */
  readonly whole: () => readonly Refusal[];
}

/**
 * Finds the parts of `receiving` that refuse a document of `sending`, as deep inside as can be told. Each is asked for alone, as a question
 * about whole documents, so each is shown by a document of its own. With `perDefinition` definitions are not gone into: definitions that
 * contain each other would be gone through once for every way to them.
 */
export function locateRefusals(
  engine: ContainmentEngine,
  sending: SchemaNode,
  receiving: SchemaNode,
  perDefinition: boolean,
): Located {
  return new Locating(engine, sending, receiving, perDefinition).run();
}

/** Where a walk is: the schema, the one at the same place on the other side if there is one, and what the root asks if this one asks a literal. */
interface Spot {
  readonly node: SchemaNode;
  readonly counterpart: SchemaNode | undefined;
  readonly path: string;
  readonly wrap: (literal: Literal) => Literal;
  /** What else is refused beside this, said of the whole document: a witness that passes it shows one thing alone. */
  readonly beside: readonly Literal[];
  readonly isInBranch: boolean;
}

/** A place to look at, and what to report if nothing in it refuses by itself. */
interface Visit {
  readonly spot: Spot;
  readonly depth: number;
  readonly otherwise: () => void;
}

class Locating {
  readonly #engine: ContainmentEngine;
  readonly #sending: SchemaNode;
  readonly #receiving: SchemaNode;
  readonly #sent: Literal;
  readonly #perDefinition: boolean;
  readonly #uses: DefinitionUse[] = [];
  readonly #seen = new Set<SchemaNode>();
  readonly #refusals: Refusal[] = [];

  constructor(engine: ContainmentEngine, sending: SchemaNode, receiving: SchemaNode, perDefinition: boolean) {
    this.#perDefinition = perDefinition;
    this.#engine = engine;
    this.#sending = sending;
    this.#receiving = receiving;
    this.#sent = engine.sent(sending);
  }

  run(): Located {
    const spot: Spot = {
      node: this.#receiving,
      counterpart: this.#sending,
      path: "",
      wrap: (literal) => literal,
      beside: [],
      isInBranch: false,
    };
    const whole = this.#engine.received(this.#receiving);
    if (this.#allows(whole, spot)) return { refusals: [], uses: [] };
    // Level by level, so that a definition that is used in many places is named by the shortest way to it.
    const visits: Visit[] = [{ spot, depth: 0, otherwise: () => this.#add(spot, undefined, whole) }];
    for (let visit = visits.shift(); visit !== undefined; visit = visits.shift()) {
      if (this.#refusals.length >= MAX_REFUSALS) break;
      visits.push(...this.#visit(visit));
    }
    // Of schemas that contain themselves, each part may have been looked at elsewhere: then the whole is named.
    if (this.#refusals.length + this.#uses.length === 0) this.#add(spot, undefined, whole);
    return { refusals: this.#refusals, uses: this.#uses };
  }

  #allows(literal: Literal, spot: Spot): boolean {
    return this.#engine.implies(this.#sent, spot.wrap(literal));
  }

  /** Reports the parts of a schema that refuse, and gives those that have parts themselves. */
  #visit({ spot, depth, otherwise }: Visit): readonly Visit[] {
    if (this.#seen.has(spot.node)) return [];
    this.#seen.add(spot.node);
    const refusing = partsOf(this.#engine, spot.node).filter((part) => !this.#allows(part.literal, spot));
    if (refusing.length === 0) otherwise();
    const visits: Visit[] = [];
    for (const part of refusing) {
      const others = refusing.filter((other) => other !== part).map((other) => spot.wrap(other.literal));
      const alone: Spot = { ...spot, beside: [...spot.beside, ...others] };
      const inner = depth < MAX_DEPTH ? (innerSpot(alone, part) ?? this.#changedBranch(alone, part)) : undefined;
      const report = (): void => this.#add(alone, part, part.literal);
      if (inner === undefined) report();
      else if (this.#isUse(part, inner, report)) continue;
      else visits.push({ spot: inner, depth: depth + 1, otherwise: report });
    }
    return visits;
  }

  /** Notes a definition that both sides refer to, for whoever looks at definitions by themselves. */
  #isUse(part: SchemaPart, { node, counterpart, path, wrap }: Spot, report: () => void): boolean {
    if (!this.#perDefinition || part.keyword !== "$ref" || counterpart === undefined) return false;
    if (this.#seen.has(node)) return true;
    this.#seen.add(node);
    this.#uses.push({
      sending: counterpart,
      receiving: node,
      path,
      isRefusedHere: ({ asks }) => !this.#engine.implies(this.#sent, wrap(asks)),
      whole: () => {
        const before = this.#refusals.length;
        report();
        return this.#refusals.splice(before);
      },
    });
    return true;
  }

  /** The one branch of a union that is not as it was: what is refused is refused because of it. */
  #changedBranch(spot: Spot, part: SchemaPart): Spot | undefined {
    const { counterpart, node } = spot;
    if (part.keyword !== "anyOf" && part.keyword !== "oneOf") return undefined;
    const branches = branchesOf(node, part.keyword);
    const before = counterpart === undefined ? [] : branchesOf(counterpart, part.keyword);
    if (branches.length === 0 || before.length !== branches.length) return undefined;
    const literals = branches.map((branch) => this.#engine.received(branch));
    // Where more than one branch might hold, oneOf is more than the sum of its branches.
    if (part.literal !== this.#engine.store.or(literals)) return undefined;
    const known = new Set(before.map((branch) => this.#engine.received(branch)));
    const changed = literals.flatMap((literal, index) => (known.has(literal) ? [] : [index]));
    const [only] = changed;
    const inner = only === undefined || changed.length > 1 ? undefined : branches[only];
    if (only === undefined || inner === undefined) return undefined;
    const others = literals.filter((_, index) => index !== only);
    return {
      ...spot,
      isInBranch: true,
      node: inner,
      counterpart: before[only],
      wrap: (literal) => spot.wrap(this.#engine.store.or([...others, literal])),
    };
  }

  #add(spot: Spot, part: SchemaPart | undefined, literal: Literal): void {
    const asked = [this.#sent, this.#engine.store.not(spot.wrap(literal))];
    const alone = this.#engine.solveToShow([...asked, ...spot.beside]);
    const found = alone.kind === "found" ? alone : this.#engine.solveToShow(asked);
    const verdict = this.#engine.confirm(found, this.#sending, this.#receiving);
    if (verdict.kind === "contained" || (verdict.kind === "unknown" && this.#isKnownToBeUnknown(verdict.why))) return;
    const at = part?.at ?? [];
    const { keywords } = spot.node;
    this.#refusals.push({
      keyword: part?.keyword ?? (typeof keywords === "boolean" ? "false" : "schema"),
      value: part === undefined || typeof keywords === "boolean" ? undefined : keywords[part.keyword],
      path: spot.path + (part?.path ?? ""),
      sending: counterpartPlace(spot, at),
      receiving: spot.node.placeOf(...at),
      node: spot.node,
      isInBranch: spot.isInBranch,
      asks: spot.wrap(literal),
      outcome:
        verdict.kind === "unknown"
          ? { kind: "unknown", why: verdict.why }
          : { kind: "refused", witness: verdict.witness, reason: verdict.reason },
    });
  }

  /** What keeps one part from being decided keeps all around it from being decided. */
  #isKnownToBeUnknown(why: string): boolean {
    return this.#refusals.some(({ outcome }) => outcome.kind === "unknown" && outcome.why === why);
  }
}

function innerSpot(spot: Spot, part: SchemaPart): Spot | undefined {
  const { inner } = part;
  if (inner === undefined) return undefined;
  return {
    ...spot,
    node: inner.node,
    counterpart: counterpartOf(spot.counterpart, part),
    path: spot.path + part.path,
    wrap: (literal) => spot.wrap(inner.wrap(literal)),
  };
}

/** The schema at the same place on the other side. What is only a reference stands for what it leads to, on either side. */
function counterpartOf(counterpart: SchemaNode | undefined, part: SchemaPart): SchemaNode | undefined {
  if (counterpart === undefined) return undefined;
  if (part.keyword === "$ref") return resolved(counterpart);
  return childAt(resolved(counterpart), part.at) ?? childAt(counterpart, part.at);
}

function resolved(node: SchemaNode): SchemaNode {
  const { keywords } = node;
  if (typeof keywords === "boolean" || keywords["$ref"] === undefined) return node;
  return node.target("$ref") ?? node;
}

function childAt(node: SchemaNode, at: readonly (string | number)[]): SchemaNode | undefined {
  let value: JsonValue | undefined = node.keywords;
  for (const key of at) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<string | number, JsonValue>>)[key];
  }
  return (typeof value === "object" && value !== null && !isList(value)) || typeof value === "boolean"
    ? node.child(...at)
    : undefined;
}

function counterpartPlace({ counterpart }: Spot, at: readonly (string | number)[]): Place | undefined {
  if (counterpart === undefined) return undefined;
  const [keyword] = at;
  const node = resolved(counterpart);
  const { keywords } = node;
  const isThere = typeof keywords !== "boolean" && keyword !== undefined && Object.hasOwn(keywords, keyword);
  return isThere ? node.placeOf(keyword) : node.place;
}

function branchesOf(node: SchemaNode, keyword: string): readonly SchemaNode[] {
  const { keywords } = node;
  const value = typeof keywords === "boolean" ? undefined : keywords[keyword];
  return isList(value) ? value.map((_, index) => node.child(keyword, index)) : [];
}

import type { ResolvedCompareOptions } from "../compare-options.ts";
import { ContainmentEngine } from "../engine/containment-engine.ts";
import type { Change, Flow } from "../finding.ts";
import { createValidator } from "../schema/create-validator.ts";
import type { SchemaNode } from "../schema/schema-node.ts";
import { changedDefaults } from "./changed-defaults.ts";
import { locateRefusals, MAX_REFUSALS } from "./locate-changes.ts";
import type { Located, Refusal } from "./locate-changes.ts";
import { refusalChange, shown } from "./refusal-change.ts";

/** Compares the schemas of two documents, and keeps what it has learnt from one pair for the next. */
export interface SchemaComparer {
  /**
   * What is different about two schemas, for whom. Nothing where both allow the same; changes of words alone are not seen here. The subject
   * is put into each change.
   */
  compare(old: SchemaNode, next: SchemaNode, flow: Flow, subject: string): readonly Change[];
}

/** How a comparer goes about it. */
export interface SchemaComparerOptions {
  /** Whether a definition that both sides refer to is looked at once, by itself. Then its witnesses are documents of the definition. */
  readonly perDefinition?: boolean;
}

/** Makes a comparer for the schemas of two documents. */
export function createSchemaComparer(
  options: ResolvedCompareOptions,
  { perDefinition = false }: SchemaComparerOptions = {},
): SchemaComparer {
  const engine = new ContainmentEngine(options, createValidator({ formats: options.formats }));
  const located = new KnownPairs<Located>();
  const locate = (sending: SchemaNode, receiving: SchemaNode): Located =>
    located.get(sending, receiving, () => locateRefusals(engine, sending, receiving, perDefinition));
  const seenDefaults = { in: new Set<SchemaNode>(), out: new Set<SchemaNode>() };
  const known = { in: new KnownPairs<readonly Change[]>(), out: new KnownPairs<readonly Change[]>() };
  const compareOnce = (old: SchemaNode, next: SchemaNode, flow: Flow): readonly Change[] => {
    options.onProgress?.(next.place.pointer);
    const [sender, receiver] = flow === "in" ? [old, next] : [next, old];
    const changes = [
      ...refusalsOf(sender, receiver, locate).map((refusal) => refusalChange(refusal, "backward", flow, options)),
      ...refusalsOf(receiver, sender, locate).map((refusal) => refusalChange(refusal, "forward", flow, options)),
      ...changedDefaults(old, next, perDefinition ? seenDefaults[flow] : undefined),
    ];
    return changes.length > 0 ? changes : extension(engine, old, next);
  };
  return {
    compare(oldNode, nextNode, flow, subject) {
      const [old, next] = [pointedAt(oldNode), pointedAt(nextNode)];
      const changes = known[flow].get(old, next, () => compareOnce(old, next, flow));
      return changes.map((change) => ({ ...change, subject }));
    },
  };
}

/** What refuses in a schema and in the definitions that it uses, level by level. */
function refusalsOf(
  sending: SchemaNode,
  receiving: SchemaNode,
  locate: (sending: SchemaNode, receiving: SchemaNode) => Located,
): readonly Refusal[] {
  const root = locate(sending, receiving);
  const refusals = [...root.refusals];
  const seen = new Set<SchemaNode>([receiving]);
  const queue = root.uses.map((use) => ({ use, path: use.path }));
  for (const { use, path } of queue) {
    if (seen.has(use.receiving) || refusals.length >= MAX_REFUSALS) continue;
    seen.add(use.receiving);
    const inside = locate(use.sending, use.receiving);
    const here = inside.refusals.filter(use.isRefusedHere);
    const told = here.length + inside.uses.length > 0 ? here : use.whole();
    refusals.push(...told.map((refusal) => (told === here ? { ...refusal, path: path + refusal.path } : refusal)));
    queue.push(...inside.uses.map((next) => ({ use: next, path: path + next.path })));
  }
  return refusals;
}

/** Answers about pairs of schemas. */
class KnownPairs<Answer> {
  readonly #known = new Map<SchemaNode, Map<SchemaNode, Answer>>();

  get(one: SchemaNode, other: SchemaNode, answer: () => Answer): Answer {
    const known = this.#known.get(one) ?? new Map<SchemaNode, Answer>();
    this.#known.set(one, known);
    const found = known.get(other) ?? answer();
    known.set(other, found);
    return found;
  }
}

/** What a schema that is nothing but a reference leads to: many places refer to one definition, which is compared once. */
function pointedAt(node: SchemaNode): SchemaNode {
  const { keywords } = node;
  if (typeof keywords === "boolean" || keywords["$ref"] === undefined || Object.keys(keywords).length > 1) return node;
  const target = node.target("$ref");
  return target === undefined ? node : pointedAt(target);
}

/**
 * What is new where nobody is let down: a new property of an open object is no matter of containment. Nothing, if senders of both versions
 * send the same.
 */
function extension(engine: ContainmentEngine, old: SchemaNode, next: SchemaNode): readonly Change[] {
  const [before, after] = [engine.sent(old), engine.sent(next)];
  if (before === after) return [];
  const gained = engine.solveToShow([after, engine.store.not(before)]);
  const lost = engine.solveToShow([before, engine.store.not(after)]);
  if (gained.kind === "none" && lost.kind === "none") return [];
  const [which, document] =
    gained.kind === "found" ? ["new", gained.value] : ["old", "value" in lost ? lost.value : null];
  return [
    {
      rule: "schema/extended",
      breaks: "none",
      bump: "minor",
      certainty: "proven",
      subject: "",
      path: "",
      message: `The schema says something else, and nobody who holds to either version is let down by it. Only the ${which} version declares ${shown(document)}.`,
      old: old.place,
      new: next.place,
    },
  ];
}

import type { JsonValue } from "@cordon/core";
import type { NameSet, ObjectRules } from "./object-rules.ts";
import type { Inquiry } from "./inquiry.ts";
import { negate, TYPE } from "./term.ts";
import type { Literal } from "./term.ts";
import type { Search } from "./verdict.ts";

// Each pattern doubles the kinds of names there may be.
const MAX_KINDS = 256;
const READABLE: readonly string[] = ["other", "another", "more", "extra"];

/** Finds properties under names that no rule of an object names. */
export class FreshNames {
  readonly #inquiry: Inquiry;
  readonly #rules: ObjectRules;
  readonly #patterns: readonly string[];

  constructor(inquiry: Inquiry, rules: ObjectRules) {
    this.#inquiry = inquiry;
    this.#rules = rules;
    this.#patterns = [...new Set([...rules.rules, ...rules.wanted].flatMap(({ of }) => patternsOf(of)))];
  }

  /** A name in all of the sets, that is not taken, with a value that fulfils the literals and whatever the rules say of such names. */
  find(sets: readonly NameSet[], is: readonly Literal[], taken: ReadonlySet<string>): Search<[string, JsonValue]> {
    const must = new Set(sets.flatMap((set) => (set.kind === "pattern" ? [set.pattern] : [])));
    const mustNot = new Set(sets.flatMap((set) => (set.kind === "others" ? set.patterns : [])));
    const free = this.#patterns.filter((pattern) => !must.has(pattern) && !mustNot.has(pattern));
    if ([...must].some((pattern) => mustNot.has(pattern))) return { kind: "none" };
    let unknown: string | undefined = 2 ** free.length > MAX_KINDS ? "there are too many patterns of names" : undefined;
    for (let kind = 0; kind < Math.min(2 ** free.length, MAX_KINDS); kind += 1) {
      const matching = new Set([...must, ...free.filter((_, bit) => (kind & (1 << bit)) !== 0)]);
      const found = this.#ofKind(matching, sets, is, taken);
      if (found.kind === "found") return found;
      if (found.kind === "unknown") unknown ??= found.why;
    }
    return unknown === undefined ? { kind: "none" } : { kind: "unknown", why: unknown };
  }

  #ofKind(
    matching: ReadonlySet<string>,
    sets: readonly NameSet[],
    is: readonly Literal[],
    taken: ReadonlySet<string>,
  ): Search<[string, JsonValue]> {
    const applying = this.#rules.rules.filter(({ of }) =>
      of.kind === "pattern" ? matching.has(of.pattern) : patternsOf(of).every((pattern) => !matching.has(pattern)),
    );
    const value = this.#inquiry.solve([...is, ...applying.map((rule) => rule.is)]);
    if (value.kind !== "found") return value;
    const name = this.#name(matching, sets, taken);
    return name.kind === "found" ? { kind: "found", value: [name.value, value.value] } : name;
  }

  #name(matching: ReadonlySet<string>, sets: readonly NameSet[], taken: ReadonlySet<string>): Search<string> {
    const { store } = this.#inquiry;
    const literals = [
      store.types(TYPE.string),
      ...this.#patterns.map((pattern) => {
        const literal = store.plain({ kind: "pattern", pattern });
        return matching.has(pattern) ? literal : negate(literal);
      }),
      ...this.#rules.names,
      ...sets.flatMap((set) => (set.kind === "fulfilling" ? [set.literal] : [])),
    ];
    const isFree = (name: string): boolean => !taken.has(name) && !this.#rules.named.has(name);
    const readable = READABLE.find((name) => isFree(name) && this.#inquiry.evaluator.allHold(literals, name) === true);
    if (readable !== undefined) return { kind: "found", value: readable };
    const used = [...taken, ...this.#rules.named.keys()];
    const found = this.#inquiry.solve([...literals, negate(store.oneOfValues(used))]);
    if (found.kind !== "found") return found;
    return typeof found.value === "string" ? { kind: "found", value: found.value } : { kind: "none" };
  }
}

function patternsOf(set: NameSet): readonly string[] {
  if (set.kind === "pattern") return [set.pattern];
  return set.kind === "others" ? set.patterns : [];
}

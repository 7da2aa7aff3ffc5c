import type { JsonValue } from "@cordon/core";
import { FreshNames } from "./fresh-names.ts";
import { inSet, objectRules } from "./object-rules.ts";
import type { NameRule, NameSet, ObjectRules } from "./object-rules.ts";
import type { Atom } from "./scalar-rules.ts";
import type { Literal } from "./term.ts";
import type { Inquiry } from "./inquiry.ts";
import type { Search } from "./verdict.ts";

type Answer = Search<JsonValue>;

/** A property of the object that is being put together. */
interface Slot {
  readonly name: string | undefined;
  readonly is: readonly Literal[];
  /** For a name that nothing speaks of: what it has to be. */
  readonly of: readonly NameSet[];
}

/** Finds an object for settled terms, or proves that there is none. */
export function findObject(inquiry: Inquiry, atoms: readonly Atom[]): Answer {
  const rules = objectRules(atoms);
  if (rules.least > rules.most) return { kind: "none" };
  const search = new ObjectSearch(inquiry, rules);
  return search.run();
}

class ObjectSearch {
  readonly #inquiry: Inquiry;
  readonly #rules: ObjectRules;
  readonly #fresh: FreshNames;
  #unknown: string | undefined;

  constructor(inquiry: Inquiry, rules: ObjectRules) {
    this.#inquiry = inquiry;
    this.#rules = rules;
    this.#fresh = new FreshNames(inquiry, rules);
  }

  run(): Answer {
    const slots: Slot[] = [];
    for (const name of this.#rules.required) {
      if (this.#rules.forbidden.has(name)) return { kind: "none" };
      const slot = this.#namedSlot(name);
      if (slot === undefined) return this.#nothing();
      slots.push(slot);
    }
    // What the required properties lack, no choice of others makes good.
    for (const slot of slots) {
      const answer = this.#inquiry.solve(slot.is);
      if (answer.kind === "none") return answer;
      if (answer.kind === "unknown") this.#unknown ??= answer.why;
    }
    return this.#place(slots, this.#rules.wanted) ?? this.#nothing();
  }

  #nothing(): Answer {
    return this.#unknown === undefined ? { kind: "none" } : { kind: "unknown", why: this.#unknown };
  }

  /** A property of a name that is spoken of; `undefined` if no object may have it. */
  #namedSlot(name: string): Slot | undefined {
    for (const literal of this.#rules.names) {
      const truth = this.#inquiry.evaluator.holds(literal, name);
      if (truth === false) return undefined;
      if (truth === undefined) this.#unknown ??= "a property's name cannot be judged";
    }
    const is = [...(this.#rules.named.get(name) ?? [])];
    for (const rule of this.#rules.rules) {
      const covered = inSet(this.#inquiry, rule.of, name);
      if (covered === undefined) this.#unknown ??= "a pattern cannot be judged";
      if (covered === true) is.push(rule.is);
    }
    return { name, is, of: [] };
  }

  /** Gives each wanted property its place: one that is there, one more that is spoken of, or one of a new name. */
  #place(slots: readonly Slot[], wanted: readonly NameRule[]): Answer | undefined {
    if (!this.#inquiry.step()) {
      this.#unknown ??= "it takes more steps to decide than are allowed";
      return undefined;
    }
    const [first, ...rest] = wanted;
    if (first === undefined) return this.#finish(slots);
    for (const [index, slot] of slots.entries()) {
      const next = this.#joined(slot, first);
      const found = next === undefined ? undefined : this.#place(slots.with(index, next), rest);
      if (found !== undefined) return found;
    }
    for (const name of this.#rules.named.keys()) {
      if (slots.some((slot) => slot.name === name) || this.#rules.forbidden.has(name)) continue;
      const slot = this.#namedSlot(name);
      const next = slot === undefined ? undefined : this.#joined(slot, first);
      const found = next === undefined ? undefined : this.#place([...slots, next], rest);
      if (found !== undefined) return found;
    }
    return this.#place([...slots, { name: undefined, is: [first.is], of: [first.of] }], rest);
  }

  #joined(slot: Slot, { of, is }: NameRule): Slot | undefined {
    if (slot.name === undefined) return { ...slot, is: [...slot.is, is], of: [...slot.of, of] };
    const covered = inSet(this.#inquiry, of, slot.name);
    if (covered === undefined) this.#unknown ??= "a pattern cannot be judged";
    return covered === true ? { ...slot, is: [...slot.is, is] } : undefined;
  }

  #finish(slots: readonly Slot[]): Answer | undefined {
    if (slots.length > this.#rules.most) return undefined;
    const entries: [string, JsonValue][] = [];
    const taken = new Set<string>();
    for (const slot of slots) {
      const found = slot.name === undefined ? this.#newProperty(slot, taken) : this.#valueOf(slot.name, slot.is);
      if (found === undefined) return undefined;
      entries.push(found);
      taken.add(found[0]);
    }
    return this.#filled(entries, taken);
  }

  /** Adds what is missing to the least number of properties. */
  #filled(entries: [string, JsonValue][], taken: Set<string>): Answer | undefined {
    for (const name of this.#rules.named.keys()) {
      if (entries.length >= this.#rules.least) break;
      const slot = taken.has(name) || this.#rules.forbidden.has(name) ? undefined : this.#namedSlot(name);
      const found = slot === undefined ? undefined : this.#valueOf(name, slot.is);
      if (found === undefined) continue;
      entries.push(found);
      taken.add(name);
    }
    if (this.#rules.least - entries.length > MAX_FILLED) {
      this.#unknown ??= `a document would need more than ${MAX_FILLED} properties`;
      return undefined;
    }
    while (entries.length < this.#rules.least) {
      const found = this.#newProperty({ name: undefined, is: [], of: [] }, taken);
      if (found === undefined) return undefined;
      entries.push(found);
      taken.add(found[0]);
    }
    return { kind: "found", value: Object.fromEntries(entries) };
  }

  #newProperty(slot: Slot, taken: ReadonlySet<string>): [string, JsonValue] | undefined {
    const found = this.#fresh.find(slot.of, slot.is, taken);
    if (found.kind === "unknown") this.#unknown ??= found.why;
    return found.kind === "found" ? found.value : undefined;
  }

  #valueOf(name: string, is: readonly Literal[]): [string, JsonValue] | undefined {
    const answer = this.#inquiry.solve(is);
    if (answer.kind === "unknown") this.#unknown ??= answer.why;
    return answer.kind === "found" ? [name, answer.value] : undefined;
  }
}

const MAX_FILLED = 1000;

import type { JsonObject } from "@cordon/core";
import { contractDiffError } from "../errors.ts";
import type { SchemaNode } from "../schema/schema-node.ts";
import { closingOf } from "./closing.ts";
import type { KeywordContext } from "./keyword-context.ts";
import { keywordTerm } from "./keyword-terms.ts";
import { FALSE, TRUE } from "./term.ts";
import type { Literal, Reading } from "./term.ts";
import type { TermStore } from "./term-store.ts";

/** The schemas that are being read, from the innermost out. `node` applies to the same value as those above it, up to the first `undefined`. */
interface Chain {
  readonly node: SchemaNode | undefined;
  readonly above: Chain | undefined;
  readonly depth: number;
}

// Each level takes several frames of the stack; what lies deeper becomes a name, and is read when somebody asks for it.
const MAX_DEPTH = 150;
const UNEVALUATED: readonly string[] = ["unevaluatedItems", "unevaluatedProperties"];

/**
 * Makes literals of schemas. References are replaced by what they lead to, but for those that lead back to a schema that is being read:
 * they become names, which the solver follows when it has to.
 */
export class SchemaCompiler {
  readonly #store: TermStore;
  readonly #holdsFormats: boolean;
  readonly #done = new Map<string, Map<SchemaNode, Literal>>();
  readonly #open = new Set<SchemaNode>();

  constructor(store: TermStore, holdsFormats: boolean) {
    this.#store = store;
    this.#holdsFormats = holdsFormats;
  }

  /** What a value must fulfil to be a document of this schema. */
  compile(node: SchemaNode, reading: Reading): Literal {
    return this.#place(node, reading, undefined);
  }

  /** What one keyword of a schema asks for. */
  compileKeyword(node: SchemaNode, keyword: string, reading: Reading): Literal {
    if (typeof node.keywords === "boolean") return node.keywords ? TRUE : FALSE;
    return keywordTerm(this.#context(node, node.keywords, reading, { node, above: undefined, depth: 0 }), keyword);
  }

  /** What a name stands for. */
  unfold(node: SchemaNode, reading: Reading): Literal {
    return this.#place(node, reading, undefined);
  }

  /** A schema where a value of its own begins: the root, a property, an item. */
  #place(node: SchemaNode, reading: Reading, above: Chain | undefined): Literal {
    const kept = this.#kept(`place ${reading.closed} ${reading.filled}`);
    const known = kept.get(node);
    if (known !== undefined) return known;
    const depth = (above?.depth ?? 0) + 1;
    if (this.#open.has(node) || depth > MAX_DEPTH) return this.#store.name(node, reading);
    this.#open.add(node);
    try {
      const chain: Chain = { node: undefined, above, depth };
      const body = this.#inPlace(node, reading, chain);
      const closing = reading.closed ? closingOf(node) : undefined;
      const literal =
        closing === undefined
          ? body
          : this.#store.and([body, this.#store.plain({ kind: "additional", ...closing, is: FALSE })]);
      kept.set(node, literal);
      return literal;
    } finally {
      this.#open.delete(node);
    }
  }

  #inPlace(node: SchemaNode, reading: Reading, above: Chain): Literal {
    const kept = this.#kept(`in place ${reading.closed} ${reading.filled}`);
    const known = kept.get(node);
    if (known !== undefined) return known;
    refuseCycle(node, above);
    const { keywords } = node;
    if (typeof keywords === "boolean") return keywords ? TRUE : FALSE;
    const context = this.#context(node, keywords, reading, { node, above, depth: above.depth + 1 });
    // What is unevaluated is told by going through the others once more, which only ends if none of them is a cycle.
    const first = Object.keys(keywords).filter((keyword) => !UNEVALUATED.includes(keyword));
    const literal = this.#store.and([...first, ...UNEVALUATED].map((keyword) => keywordTerm(context, keyword)));
    kept.set(node, literal);
    return literal;
  }

  #context(node: SchemaNode, keywords: JsonObject, reading: Reading, chain: Chain): KeywordContext {
    const written: Reading = { ...reading, closed: false };
    return {
      node,
      keywords,
      reading,
      store: this.#store,
      holdsFormats: this.#holdsFormats,
      inPlace: (...path) => this.#inPlace(node.child(...path), reading, chain),
      asWritten: (...path) => this.#inPlace(node.child(...path), written, chain),
      below: (...path) => this.#place(node.child(...path), reading, chain),
      belowAsWritten: (...path) => this.#place(node.child(...path), written, chain),
      subschema: (from, keyword) =>
        keyword === undefined ? this.#inPlace(from, written, chain) : this.#place(from.child(keyword), written, chain),
      referred: (keyword) => {
        const target = node.target(keyword);
        if (target === undefined)
          return this.#store.plain({
            kind: "opaque",
            why: `where ${keyword} at ${node.place.pointer || "/"} leads depends on where validation began`,
          });
        return this.#inPlace(target, reading, chain);
      },
    };
  }

  #kept(key: string): Map<SchemaNode, Literal> {
    const kept = this.#done.get(key) ?? new Map<SchemaNode, Literal>();
    this.#done.set(key, kept);
    return kept;
  }
}

function refuseCycle(node: SchemaNode, chain: Chain): void {
  for (let link: Chain | undefined = chain; link?.node !== undefined; link = link.above) {
    if (link.node === node) throw contractDiffError("contract-diff/cyclic-schema", { ...node.place });
  }
}

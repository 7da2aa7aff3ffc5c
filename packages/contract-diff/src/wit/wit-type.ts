import type { Place } from "../document.ts";

/**
 * A type as it is written where it is used. `Ref` is how a name is kept: as written in the syntax tree, as the id of its definition once
 * names are resolved. `of` is everything with angle brackets; `args` has a hole where `_` or nothing stands: `result<_, e>`, `future`.
 */
export type WitType<Ref = string> =
  | { readonly kind: "primitive"; readonly name: string }
  | { readonly kind: "ref" | "borrow"; readonly ref: Ref }
  | {
      readonly kind: "of";
      readonly name: "list" | "option" | "result" | "tuple" | "map" | "future" | "stream";
      readonly args: readonly (WitType<Ref> | undefined)[];
      /** Of a list with a fixed length. */
      readonly size?: number;
    };

/** A field, case, flag or parameter. Only fields and parameters always have a type. */
export interface WitLabel<Ref = string> {
  readonly name: string;
  readonly type?: WitType<Ref>;
  readonly line: number;
}

/** What `@since`, `@unstable` and `@deprecated` say before an item. */
export interface WitGate {
  readonly since?: string;
  /** The feature that must be switched on. Such an item is promised to nobody. */
  readonly unstable?: string;
  readonly deprecated?: string;
}

/** What every item has. `At` is a line and column in the syntax tree, a `Place` once names are resolved. */
export interface WitItem<At = Place> {
  readonly name: string;
  readonly at: At;
  readonly gate: WitGate;
  /** The doc comments before it, without their marks. */
  readonly docs: string;
  readonly externalId?: string;
}

/** A function, free or of a resource. `result` is missing where it gives nothing, and for a constructor that cannot fail. */
export interface WitFunction<Ref = string, At = Place> extends WitItem<At> {
  readonly role: "function" | "method" | "static" | "constructor";
  readonly async: boolean;
  readonly params: readonly WitLabel<Ref>[];
  readonly result?: WitType<Ref>;
}

/** What a name of a type stands for. */
export type WitBody<Ref = string, At = Place> =
  | { readonly kind: "alias"; readonly type: WitType<Ref> }
  | { readonly kind: "record" | "variant" | "enum" | "flags"; readonly labels: readonly WitLabel<Ref>[] }
  | { readonly kind: "resource"; readonly functions: readonly WitFunction<Ref, At>[] };

/** A named type. A name that `use` brings in is an alias of the type that it names. */
export interface WitTypeDef<Ref = string, At = Place> extends WitItem<At> {
  readonly body: WitBody<Ref, At>;
  /** Set if it came by `use`. */
  readonly used?: true;
}

/** The names that a type mentions, in order, each with the number of brackets around it. */
export function* refsOf<Ref>(type: WitType<Ref> | undefined, level = 0): Generator<{ ref: Ref; level: number }> {
  if (type === undefined || type.kind === "primitive") return;
  if (type.kind === "of") for (const arg of type.args) yield* refsOf(arg, level + 1);
  else yield { ref: type.ref, level };
}

/** The same type with its names kept another way. */
export function mapRefs<From, To>(type: WitType<From>, map: (ref: From, borrowed: boolean) => To): WitType<To> {
  if (type.kind === "primitive") return type;
  if (type.kind !== "of") return { kind: type.kind, ref: map(type.ref, type.kind === "borrow") };
  return { ...type, args: type.args.map((arg) => (arg === undefined ? undefined : mapRefs(arg, map))) };
}

import type { JsonValue } from "@cordon/core";
import { z } from "zod";
import type { CompareOptions } from "../compare-options.ts";
import type { Verdict } from "../engine/verdict.ts";
import type { Breaks } from "../finding.ts";
import type { Dialect } from "../schema/dialect.ts";

/** How the schemas of a pair are read. */
export type PairOptions = Pick<CompareOptions, "content" | "formats" | "defaults">;

/** Two schemas, and whether each document of one is one of the other. `content` is `open` unless the pair says otherwise. */
export interface SchemaPair {
  /** What is changed, in words. */
  readonly change: string;
  readonly kind: "json-schema";
  readonly dialect?: Dialect;
  readonly options?: PairOptions;
  readonly old: JsonValue;
  readonly next: JsonValue;
  readonly oldInNext: Verdict["kind"];
  readonly nextInOld: Verdict["kind"];
  /** Rules that the changes have, seen as those of a request. */
  readonly rules?: readonly string[];
}

/** Two versions of a contract that is more than a schema, and all changes between them. */
export interface DocumentPair {
  readonly change: string;
  readonly kind: "openapi" | "asyncapi" | "event-type";
  readonly options?: PairOptions;
  readonly old: JsonValue;
  readonly next: JsonValue;
  /** The rules of all changes and whom they break, in any order. */
  readonly expect: readonly (readonly [rule: string, breaks: Breaks])[];
}

/** Two versions of something, with what there is to say about them. */
export type ContractPair = SchemaPair | DocumentPair;

const VERDICTS = ["contained", "not-contained", "unknown"] as const;
const json = z.custom<JsonValue>((value) => value !== undefined, "must be there");
const common = {
  change: z.string().min(1),
  options: z
    .strictObject({
      content: z.enum(["declared", "open"]).exactOptional(),
      formats: z.enum(["annotation", "assertion"]).exactOptional(),
      defaults: z.enum(["annotation", "filled"]).exactOptional(),
    })
    .exactOptional(),
  old: json,
  next: json,
};
const contractPair: z.ZodType<ContractPair> = z.discriminatedUnion("kind", [
  z.strictObject({
    ...common,
    kind: z.literal("json-schema"),
    dialect: z.enum(["2020-12", "draft-7", "openapi-3.0", "openapi-3.1"]).exactOptional(),
    oldInNext: z.enum(VERDICTS),
    nextInOld: z.enum(VERDICTS),
    rules: z.array(z.string()).exactOptional(),
  }),
  z.strictObject({
    ...common,
    kind: z.enum(["openapi", "asyncapi", "event-type"]),
    expect: z.array(z.tuple([z.string(), z.enum(["backward", "forward", "none"])])),
  }),
]);

/** Reads a pair, or says what is wrong with it. Fields that are not known are refused: a typing error must not loosen a case. */
export function parseContractPair(value: JsonValue): ContractPair | { readonly problem: string } {
  const parsed = contractPair.safeParse(value);
  return parsed.success ? parsed.data : { problem: z.prettifyError(parsed.error).replaceAll(/\s+/g, " ") };
}

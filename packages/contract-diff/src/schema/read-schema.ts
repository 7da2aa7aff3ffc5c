import type { JsonObject, JsonValue } from "@cordon/core";
import { contractDiffError } from "../errors.ts";
import { DIALECTS } from "./dialect.ts";
import { isList, isObject, ownValue } from "./json-kind.ts";
import { keywordIssues, type KeywordIssue } from "./keyword-issues.ts";
import type { Location } from "./location.ts";
import { modernKeywords, type ModernKeywords } from "./modern-keywords.ts";
import { discriminatorIssues, namedBranches, type NamedBranch } from "./named-branches.ts";
import { pointerStep } from "./pointer.ts";

/** Who looks at a schema: in a request nobody has to send what is `readOnly`, in a response nobody has to send what is `writeOnly`. */
export type View = "any" | "request" | "response";

/** What one schema says, in words of 2020-12. */
export interface ReadSchema {
  readonly keywords: boolean | JsonObject;
  /** The branches that stand for more than what was written. */
  readonly named: readonly NamedBranch[];
  /** Where keywords were written, if not under their names. */
  readonly from: ModernKeywords["from"];
  /** The numbers that the names in `required` were written at, if some were left out. */
  readonly needed: readonly number[] | undefined;
}

/**
 * Reads the schema at a place. Throws `contract-diff/invalid-contract` with every keyword of it that cannot be understood. `follow` goes
 * after a reference in it, and gives `undefined` if that leads nowhere.
 */
export function readSchema(at: Location, view: View, follow: (reference: string) => Location | undefined): ReadSchema {
  const { value, scope } = at;
  if (!isObject(value)) return value === true ? TRUE : FALSE;
  const { keywords, from } = modernKeywords(value, scope.dialect);
  refuseIssues(at, [...keywordIssues(keywords), ...openApiIssues(at, value)], from);
  const discriminator = DIALECTS[scope.dialect].discriminator ? ownValue(value, "discriminator") : undefined;
  const named = discriminator === undefined ? NONE : namedBranches(discriminator, keywords, follow);
  const needed = view === "any" ? undefined : neededIndexes(at, keywords, view, follow);
  const isAsModern = named.length === 0 && needed === undefined;
  return { keywords: isAsModern ? keywords : changed(keywords, named, needed), named, from, needed };
}

/** Where something in a schema was written, as keys below the schema. */
export function writtenAt(
  { from, needed }: Pick<ReadSchema, "from" | "needed">,
  path: readonly string[],
): readonly string[] {
  const [keyword, index, ...rest] = path;
  if (keyword === undefined) return path;
  if (keyword === "required" && needed !== undefined && index !== undefined)
    return [keyword, String(needed[Number(index)] ?? index), ...rest];
  const moved = from.get(keyword);
  return moved === undefined ? path : [...moved, ...path.slice(1)];
}

const NONE: readonly NamedBranch[] = [];
const TRUE: ReadSchema = { keywords: true, named: NONE, from: new Map(), needed: undefined };
const FALSE: ReadSchema = { ...TRUE, keywords: false };

function openApiIssues({ scope }: Location, written: JsonObject): readonly KeywordIssue[] {
  const traits = DIALECTS[scope.dialect];
  if (traits.refAlone && Object.hasOwn(written, "$ref")) return [];
  const { nullable } = written;
  return [
    ...(traits.discriminator ? discriminatorIssues(written["discriminator"]) : []),
    ...(traits.nullable && nullable !== undefined && typeof nullable !== "boolean"
      ? [{ path: ["nullable"], message: "must be true or false" }]
      : []),
  ];
}

function refuseIssues(
  { file, pointer }: Location,
  issues: readonly KeywordIssue[],
  from: ModernKeywords["from"],
): void {
  if (issues.length === 0) return;
  // A file that is wrong throughout is told about its first places: nobody reads more at once.
  const told = issues.slice(0, 20).map(({ path, message }) => ({
    pointer: pointer + writtenAt({ from, needed: undefined }, path).map(pointerStep).join(""),
    message,
  }));
  throw contractDiffError("contract-diff/invalid-contract", { file, issues: told });
}

/** The numbers of the names in `required` that the view leaves, or `undefined` if it leaves all. */
function neededIndexes(
  at: Location,
  { required, properties }: JsonObject,
  view: Exclude<View, "any">,
  follow: (reference: string) => Location | undefined,
): readonly number[] | undefined {
  if (!isList(required) || !isObject(properties)) return undefined;
  const mark = view === "request" ? "readOnly" : "writeOnly";
  const refAlone = DIALECTS[at.scope.dialect].refAlone === true;
  const isLeftOut = (name: JsonValue): boolean => {
    const property = typeof name === "string" ? ownValue(properties, name) : undefined;
    const reference = ownValue(property, "$ref");
    if (typeof reference !== "string") return ownValue(property, mark) === true;
    return (!refAlone && ownValue(property, mark) === true) || ownValue(follow(reference)?.value, mark) === true;
  };
  const needed = required.flatMap((name, index) => (isLeftOut(name) ? [] : [index]));
  return needed.length === required.length ? undefined : needed;
}

function changed(
  keywords: JsonObject,
  named: readonly NamedBranch[],
  needed: readonly number[] | undefined,
): JsonObject {
  const result: Record<string, JsonValue> = { ...keywords };
  const { required } = keywords;
  if (needed !== undefined && isList(required)) result["required"] = needed.map((index) => required[index] ?? null);
  for (const { path, names } of named) {
    const [keyword, index] = path;
    const branches = result[keyword];
    if (isList(branches))
      result[keyword] = branches.with(Number(index), { allOf: [branches[Number(index)] ?? null, names] });
  }
  return result;
}

import type { ResolvedCompareOptions } from "../compare-options.ts";
import type { ContractDocument } from "../document.ts";
import { valueKey } from "../engine/value-key.ts";
import type { Change, Changes, Flow } from "../finding.ts";
import { createSchemaSpace } from "../schema/create-schema-space.ts";
import type { SchemaSpace } from "../schema/create-schema-space.ts";
import { isObject } from "../schema/json-kind.ts";
import { createSchemaComparer } from "./compare-schemas.ts";

/** How a bare schema is compared. */
export interface JsonSchemaOptions extends ResolvedCompareOptions {
  /** Whether its documents come in, go out, or both: then any change of what is allowed lets somebody down. */
  readonly flow: Flow | "both";
  /** Finds files that a reference leads to. */
  readonly load?: ((file: string) => ContractDocument | undefined) | undefined;
}

/** Compares two JSON Schemas, and the definitions of those that are a library of definitions. */
export function compareJsonSchema(old: ContractDocument, next: ContractDocument, options: JsonSchemaOptions): Changes {
  const comparer = createSchemaComparer(options);
  const flows: readonly Flow[] = options.flow === "both" ? ["in", "out"] : [options.flow];
  const [before, after] = [spaceOf(old, options), spaceOf(next, options)];
  const definitions = sharedDefinitions(old, next);
  const pointers = ["", ...definitions.shared];
  const changes = flows.flatMap((flow) =>
    pointers.flatMap((pointer) => comparer.compare(before.at(pointer), after.at(pointer), flow, pointer.slice(1))),
  );
  const removed = definitions.removed.map((pointer) => definitionRemoved(pointer, before));
  const all = withoutRepeats([...changes, ...removed]);
  const isSame = all.length > 0 || valueKey(old.value) === valueKey(next.value);
  return { changes: isSame ? all : [words(old, next)], examined: pointers.length };
}

function spaceOf(document: ContractDocument, { load }: JsonSchemaOptions): SchemaSpace {
  return createSchemaSpace({ document, ...(load === undefined ? {} : { load }) });
}

/** The definitions of a document that consists of nothing else. Those of others matter only where they are referred to. */
function sharedDefinitions(
  old: ContractDocument,
  next: ContractDocument,
): { readonly shared: readonly string[]; readonly removed: readonly string[] } {
  const before = definitionsOf(old);
  const after = new Set(definitionsOf(next));
  return { shared: before.filter((one) => after.has(one)), removed: before.filter((one) => !after.has(one)) };
}

const NOT_ASSERTING: ReadonlySet<string> = new Set([
  "$schema",
  "$id",
  "$comment",
  "$defs",
  "definitions",
  "title",
  "description",
]);

function definitionsOf({ value }: ContractDocument): readonly string[] {
  if (!isObject(value) || !Object.keys(value).every((keyword) => NOT_ASSERTING.has(keyword))) return [];
  return ["$defs", "definitions"].flatMap((keyword) => {
    const definitions = value[keyword];
    return isObject(definitions)
      ? Object.keys(definitions).map((name) => `/${keyword}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`)
      : [];
  });
}

function definitionRemoved(pointer: string, before: SchemaSpace): Change {
  return {
    rule: "schema/definition-removed",
    breaks: "backward",
    bump: "major",
    certainty: "proven",
    subject: pointer.slice(1),
    path: "",
    message: `The definition ${pointer} is gone, and other documents may refer to it. Keep it, or publish a new version without it.`,
    old: before.at(pointer).place,
  };
}

function withoutRepeats(changes: readonly Change[]): readonly Change[] {
  const seen = new Map(
    changes.map((change) => [[change.rule, change.breaks, change.subject, change.path].join("\n"), change] as const),
  );
  return [...seen.values()];
}

function words(old: ContractDocument, next: ContractDocument): Change {
  return {
    rule: "schema/words",
    breaks: "none",
    bump: "patch",
    certainty: "proven",
    subject: "",
    path: "",
    message: "Only words changed: the same documents are allowed as before.",
    old: { file: old.file, pointer: "" },
    new: { file: next.file, pointer: "" },
  };
}

import type { JsonValue } from "@cordon/core";
import type { Change, Flow } from "../finding.ts";
import { isObject } from "../schema/json-kind.ts";
import type { SchemaNode } from "../schema/schema-node.ts";
import type { Comparison } from "./comparison.ts";
import { refuse, textAt } from "./read-shape.ts";
import { sameSpots } from "./same-spots.ts";
import { schemaWords } from "./schema-words.ts";
import { ASYNC_API_LANGUAGE, readSchemaFormat, type SchemaLanguage } from "./schema-format.ts";
import type { Side } from "./side.ts";
import { childOf, placeOfSpot, type Spot } from "./spot.ts";

/** Two schemas that say what travels in one place of a message. */
export interface Payloads {
  /** `undefined` where the field is missing, which means `absent`. */
  readonly old: Spot | undefined;
  readonly next: Spot | undefined;
  /** What holds these fields: where a missing one would be. */
  readonly oldHolder: Spot;
  readonly nextHolder: Spot;
  readonly flow: Flow;
  readonly subject: string;
  /** The schema of a missing field. */
  readonly absent: JsonValue;
}

/** Holds payloads, headers and the schemas in bindings against each other, in whatever of the known formats they are written. */
export function comparePayloads(comparison: Comparison, payloads: Payloads): void {
  const { old, next, flow, subject, absent } = payloads;
  if (old === undefined && next === undefined) return;
  comparison.examine();
  const before = old && writtenAt(old, comparison.old);
  const after = next && writtenAt(next, comparison.next);
  const foreign = [before, after].map((written) => written && foreignName(written.language));
  if (foreign.some((name) => name !== undefined)) return compareForeign(comparison, payloads, before, after);
  const readers = { old: comparison.old.reader, next: comparison.next.reader };
  const isSameLanguage = before !== undefined && after !== undefined && dialectOf(before) === dialectOf(after);
  if (isSameLanguage && sameSpots(before.schema, after.schema, readers)) return;
  const found = comparison.comparer.compare(
    nodeOf(before, absent, comparison.old),
    nodeOf(after, absent, comparison.next),
    flow,
    subject,
  );
  comparison.add(found.map((change) => placed(change, payloads)));
  if (found.length === 0 && before !== undefined && after !== undefined)
    compareSchemaWords(comparison, payloads, before, after);
}

/** True if two messages say the same to the letter here, so that nobody can tell them apart by it. */
export function isSamePayload(old: Spot | undefined, next: Spot | undefined, comparison: Comparison): boolean {
  if (old === undefined || next === undefined) return old === next;
  return sameSpots(old, next, { old: comparison.old.reader, next: comparison.next.reader }, "foreign");
}

/** True for a payload that is no JSON Schema. */
export function isForeign(spot: Spot | undefined, side: Side): boolean {
  return spot !== undefined && foreignName(writtenAt(spot, side).language) !== undefined;
}

interface Written {
  readonly language: SchemaLanguage;
  readonly schema: Spot;
}

/** A schema object, or one that says what it is written in: only what is behind the reference tells. */
function writtenAt(spot: Spot, side: Side): Written {
  const behind = side.reader.tryFollow(spot);
  // A reference that only a schema can answer, such as one to an anchor.
  if ("problem" in behind) return { language: ASYNC_API_LANGUAGE, schema: spot };
  const format = childOf(behind, "schemaFormat");
  const schema = childOf(behind, "schema");
  if (format === undefined && schema === undefined) return { language: ASYNC_API_LANGUAGE, schema: spot };
  if (schema === undefined) refuse(behind, "has schemaFormat, and so must have schema as well");
  const text = textAt(format);
  if (text === undefined)
    refuse(behind, "has schema, and so must have schemaFormat as well: what the schema is written in");
  return { language: readSchemaFormat(text), schema };
}

function compareForeign(
  comparison: Comparison,
  payloads: Payloads,
  before: Written | undefined,
  after: Written | undefined,
): void {
  const names = [before, after].map((written) => (written === undefined ? undefined : foreignName(written.language)));
  const readers = { old: comparison.old.reader, next: comparison.next.reader };
  const isSameFormat = names[0] !== undefined && names[0] === names[1];
  if (isSameFormat && before && after && sameSpots(before.schema, after.schema, readers, "foreign")) return;
  const what = isSameFormat
    ? `The schema is written in ${names[0]}, which is not compared, and it is not the same as before.`
    : `The schema was ${said(before)} and is ${said(after)} now, and these are not compared.`;
  comparison.reportBoth({
    rule: "asyncapi/schema-format",
    subject: payloads.subject,
    message: `${what} Compare it with a tool for that format, and waive this if it holds.`,
    old: payloads.old ?? payloads.oldHolder,
    next: payloads.next ?? payloads.nextHolder,
    isUnknown: true,
  });
}

// Nobody is let down by it, and people may still want to know.
function compareSchemaWords(comparison: Comparison, { subject }: Payloads, before: Written, after: Written): void {
  const old = schemaWords(before.schema, comparison.old.reader);
  const next = schemaWords(after.schema, comparison.next.reader);
  if (old.size === next.size && [...old].every((words) => next.has(words))) return;
  const message = "Words in the schema changed, which only people read.";
  comparison.report({
    rule: "asyncapi/words",
    breaks: "none",
    subject,
    message,
    old: before.schema,
    next: after.schema,
  });
}

function said(written: Written | undefined): string {
  if (written === undefined) return "missing";
  return "foreign" in written.language ? `written in ${written.language.foreign}` : "JSON Schema";
}

function foreignName(language: SchemaLanguage): string | undefined {
  return "foreign" in language ? language.foreign : undefined;
}

function dialectOf({ language }: Written): string | undefined {
  return "dialect" in language ? language.dialect : undefined;
}

function nodeOf(written: Written | undefined, absent: JsonValue, side: Side): SchemaNode {
  if (written === undefined || "foreign" in written.language) return side.stand(absent);
  if (!isObject(written.schema.value) && typeof written.schema.value !== "boolean")
    refuse(written.schema, "must be a schema, which is an object, true or false");
  return side.node(written.schema, written.language.dialect);
}

// What is missing has no place of its own, and a report points at what would hold it.
function placed(change: Change, { old, next, oldHolder, nextHolder }: Payloads): Change {
  return {
    ...change,
    ...(old === undefined ? { old: placeOfSpot(oldHolder) } : {}),
    ...(next === undefined ? { new: placeOfSpot(nextHolder) } : {}),
  };
}

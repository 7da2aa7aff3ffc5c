import type { ResolvedCompareOptions } from "../compare-options.ts";
import type { ContractDocument } from "../document.ts";
import type { Change, Changes, Flow } from "../finding.ts";
import { compareJsonSchema } from "../rules/compare-json-schema.ts";
import { pointerKeys } from "../schema/pointer.ts";
import { eventTypeName } from "./event-type-name.ts";

/** How two versions of an event type are compared. */
export interface CompareEventTypeOptions extends ResolvedCompareOptions {
  /** `out`, the default: the owner of the contract publishes the event. `in`: others do, and the owner consumes it. */
  readonly flow?: Flow;
  /** Gives the files that relative references lead to. Without it there are none. */
  readonly load?: ((file: string) => ContractDocument | undefined) | undefined;
}

/**
 * Compares two versions of an event type: a JSON Schema of a whole CloudEvent. Whole events are compared, so that a rule that binds two
 * attributes together is not missed, and each change is then said in the words of the attribute that it is about.
 */
export function compareEventType(
  old: ContractDocument,
  next: ContractDocument,
  { flow = "out", ...options }: CompareEventTypeOptions,
): Changes {
  const { changes, examined } = compareJsonSchema(old, next, { ...options, flow });
  const event = ["event", eventTypeName(old)].filter((part) => part !== undefined).join(" ");
  return { changes: changes.map((change) => inEventWords(change, event)), examined };
}

/** Attributes of CloudEvents 1.0 that have no rule of their own. What is neither here nor in `RULES` is an extension. */
const PLAIN_ATTRIBUTES: ReadonlySet<string> = new Set([
  "specversion",
  "id",
  "time",
  "subject",
  "datacontenttype",
  "dataschema",
]);

const RULES: ReadonlyMap<string, string> = new Map([
  ["type", "event/type-changed"],
  ["source", "event/source"],
  ["data", "event/data"],
  ["data_base64", "event/data"],
]);

function inEventWords(change: Change, event: string): Change {
  const [attribute] = pointerKeys(change.path) ?? [];
  if (attribute === undefined) return { ...change, subject: subjectOf(event, change.subject) };
  // `*` stands for names that are not known: those of no attribute, and so of extensions.
  const name = attribute === "*" ? "extensions" : attribute;
  const subject = subjectOf(
    event,
    change.subject,
    RULES.has(name) || PLAIN_ATTRIBUTES.has(name) ? name : `extension ${name}`,
  );
  if (PLAIN_ATTRIBUTES.has(name) || change.certainty === "unknown") return { ...change, subject };
  return { ...change, subject, rule: RULES.get(name) ?? "event/extension" };
}

function subjectOf(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(", ");
}

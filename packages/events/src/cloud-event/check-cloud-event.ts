import { AppError } from "@cordon/core";
import { eventsError } from "../errors.ts";
import { attributeProblem, extensionProblem, nameProblem, type TextAttribute } from "./attribute-problem.ts";
import { base64Problem } from "./base64-problem.ts";
import type { CloudEvent, CloudEventDraft, ExtensionValue } from "./cloud-event.ts";
import { type CloudEventLimits, resolveCloudEventLimits } from "./cloud-event-limits.ts";
import { copyJson } from "./copy-json.ts";
import { IssueList } from "./issue-list.ts";
import { newExtensions, NO_EXTENSIONS } from "./extension-record.ts";
import { dataIssues } from "./read-json-event.ts";

const TEXTS: readonly TextAttribute[] = ["id", "source", "type", "datacontenttype", "dataschema", "subject", "time"];
const REQUIRED: ReadonlySet<string> = new Set(["id", "source", "type"]);
const MEMBERS: ReadonlySet<string> = new Set([...TEXTS, "specversion", "extensions", "data", "dataBase64"]);

/**
 * Checks an event that was made in code, by the rules that parsing has, and returns a frozen copy that is its own. A member that no
 * event has, such as an extension beside `extensions`, is refused. Throws `events/invalid-event` or `events/too-large`.
 */
export function checkCloudEvent(value: unknown, limits?: CloudEventLimits): CloudEvent {
  const resolved = resolveCloudEventLimits(limits);
  try {
    return readEvent(value, resolved);
  } catch (error) {
    // A getter or a proxy of the caller's threw, and may have put anything into its error.
    throw AppError.from(error, (options) =>
      eventsError("events/invalid-event", { issues: [{ pointer: "", message: "must be readable" }] }, options),
    );
  }
}

function readEvent(value: unknown, limits: Required<CloudEventLimits>): CloudEvent {
  const issues = new IssueList();
  const event: CloudEventDraft = { specversion: "1.0", id: "", source: "", type: "", extensions: NO_EXTENSIONS };
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    issues.add("", "must be an object");
    issues.throwIfAny();
    return event;
  }
  const given = value as Readonly<Record<string, unknown>>;
  for (const name of Object.keys(given))
    if (!MEMBERS.has(name)) issues.addMember("", name, "is no member of an event; extensions go into extensions");
  if (given["specversion"] !== "1.0") issues.add("/specversion", 'must be "1.0"');
  for (const name of TEXTS) {
    const text = given[name];
    if (text === undefined && !REQUIRED.has(name)) continue;
    const problem = text === undefined ? "must be there" : attributeProblem(name, text);
    if (problem !== undefined) issues.add(`/${name}`, problem);
    event[name] = text as string;
  }
  event.extensions = readExtensions(given["extensions"], limits, issues);
  const { data, dataBase64 } = given;
  if (data !== undefined) event.data = copyJson(data, limits.maxDepth, issues);
  if (dataBase64 !== undefined) {
    const problem = typeof dataBase64 === "string" ? base64Problem(dataBase64) : "must be a text";
    if (problem !== undefined) issues.add("/dataBase64", problem);
    event.dataBase64 = dataBase64 as string;
  }
  dataIssues(event, "", issues, "dataBase64");
  issues.throwIfAny();
  return Object.freeze(event);
}

function readExtensions(
  value: unknown,
  limits: Required<CloudEventLimits>,
  issues: IssueList,
): CloudEvent["extensions"] {
  if (value === undefined || value === NO_EXTENSIONS) return NO_EXTENSIONS;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    issues.add("/extensions", "must be an object");
    return NO_EXTENSIONS;
  }
  const names = Object.keys(value);
  if (names.length === 0) return NO_EXTENSIONS;
  if (names.length > limits.maxExtensions) {
    issues.add("/extensions", `must have no more than ${limits.maxExtensions} members`);
    return NO_EXTENSIONS;
  }
  const extensions = newExtensions();
  for (const name of names) {
    const extension = (value as Record<string, unknown>)[name];
    const problem = reservedProblem(name) ?? nameProblem(name) ?? extensionProblem(extension);
    if (problem !== undefined) issues.addMember("/extensions", name, problem);
    extensions[name] = extension as ExtensionValue;
  }
  return Object.freeze(extensions);
}

// Written as an extension, it would overwrite the attribute when the event is put into JSON.
function reservedProblem(name: string): string | undefined {
  return MEMBERS.has(name) && name !== "extensions" ? "must not have the name of an attribute" : undefined;
}

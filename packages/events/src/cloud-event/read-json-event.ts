import type { JsonValue } from "@cordon/core";
import { attributeProblem, extensionProblem, nameProblem, type TextAttribute } from "./attribute-problem.ts";
import { base64Problem } from "./base64-problem.ts";
import { type CloudEvent, type CloudEventDraft, declaresJson, type ExtensionValue } from "./cloud-event.ts";
import type { CloudEventLimits } from "./cloud-event-limits.ts";
import { newExtensions, NO_EXTENSIONS } from "./extension-record.ts";
import type { IssueList } from "./issue-list.ts";

const HAS_SPECVERSION = 1;
const HAS_ID = 2;
const HAS_SOURCE = 4;
const HAS_TYPE = 8;

/**
 * Reads an event of the JSON format from what `JSON.parse` made of it, and adds to `issues` all that is wrong with it. The event is of no
 * use if there was an issue. `pointer` says where in the text the value is.
 */
export function readJsonEvent(
  value: unknown,
  pointer: string,
  limits: Required<CloudEventLimits>,
  issues: IssueList,
): CloudEvent {
  const event: CloudEventDraft = { specversion: "1.0", id: "", source: "", type: "", extensions: NO_EXTENSIONS };
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    issues.add(pointer, "must be an object");
    return event;
  }
  let found = 0;
  let extensions: Record<string, ExtensionValue> | undefined;
  let extensionCount = 0;
  for (const name of Object.keys(value)) {
    const member = (value as Record<string, unknown>)[name];
    // Null is a value of data, and for all else the same as not being there.
    if (name === "data") {
      event.data = member as JsonValue;
      continue;
    }
    if (member === null) {
      if (name !== "data_base64" && nameProblem(name) !== undefined) issues.addMember(pointer, name, NAME);
      continue;
    }
    switch (name) {
      case "specversion":
        found |= HAS_SPECVERSION;
        if (member !== "1.0") issues.add(`${pointer}/specversion`, 'must be "1.0"');
        break;
      case "id":
        found |= HAS_ID;
        event.id = attribute("id", member, pointer, issues);
        break;
      case "source":
        found |= HAS_SOURCE;
        event.source = attribute("source", member, pointer, issues);
        break;
      case "type":
        found |= HAS_TYPE;
        event.type = attribute("type", member, pointer, issues);
        break;
      case "datacontenttype":
      case "dataschema":
      case "subject":
      case "time":
        event[name] = attribute(name, member, pointer, issues);
        break;
      case "data_base64":
        event.dataBase64 = base64(member, pointer, issues);
        break;
      default:
        extensionCount += 1;
        if (extensionCount > limits.maxExtensions) break;
        extensions ??= newExtensions();
        extensions[name] = extension(name, member, pointer, issues);
    }
  }
  if (extensions !== undefined) event.extensions = extensions;
  if (extensionCount > limits.maxExtensions)
    issues.add(pointer, `must have no more than ${limits.maxExtensions} extensions`);
  if (found !== (HAS_SPECVERSION | HAS_ID | HAS_SOURCE | HAS_TYPE)) addMissing(found, pointer, issues);
  dataIssues(event, pointer, issues);
  return event;
}

/** The same for every way of writing an event: data once, and a text unless it is JSON. `base64Name` is the name of the bytes there. */
export function dataIssues(event: CloudEvent, pointer: string, issues: IssueList, base64Name = "data_base64"): void {
  if (event.data === undefined) return;
  if (event.dataBase64 !== undefined) issues.add(`${pointer}/${base64Name}`, "must not be there beside data");
  else if (typeof event.data !== "string" && !declaresJson(event.datacontenttype))
    issues.add(`${pointer}/data`, "must be a text, since datacontenttype is not JSON");
}

const NAME = "must have a name of a-z and 0-9";

function attribute(name: TextAttribute, value: unknown, pointer: string, issues: IssueList): string {
  const problem = attributeProblem(name, value);
  if (problem !== undefined) issues.add(`${pointer}/${name}`, problem);
  return value as string;
}

function base64(value: unknown, pointer: string, issues: IssueList): string {
  const problem = typeof value === "string" ? base64Problem(value) : "must be a text";
  if (problem !== undefined) issues.add(`${pointer}/data_base64`, problem);
  return value as string;
}

function extension(name: string, value: unknown, pointer: string, issues: IssueList): ExtensionValue {
  const problem = nameProblem(name) ?? extensionProblem(value);
  if (problem !== undefined) issues.addMember(pointer, name, problem);
  return value as ExtensionValue;
}

function addMissing(found: number, pointer: string, issues: IssueList): void {
  if ((found & HAS_SPECVERSION) === 0) issues.add(`${pointer}/specversion`, "must be there");
  if ((found & HAS_ID) === 0) issues.add(`${pointer}/id`, "must be there");
  if ((found & HAS_SOURCE) === 0) issues.add(`${pointer}/source`, "must be there");
  if ((found & HAS_TYPE) === 0) issues.add(`${pointer}/type`, "must be there");
}

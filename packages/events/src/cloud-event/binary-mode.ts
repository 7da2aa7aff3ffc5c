import { Buffer } from "node:buffer";
import type { JsonValue } from "@cordon/core";
import { attributeProblem, nameProblem, type TextAttribute } from "./attribute-problem.ts";
import { checkCloudEvent } from "./check-cloud-event.ts";
import { type CloudEvent, type CloudEventDraft, declaresJson, type ExtensionValue } from "./cloud-event.ts";
import { type CloudEventLimits, resolveCloudEventLimits } from "./cloud-event-limits.ts";
import { decodeHeaderValue, encodeHeaderValue } from "./header-value.ts";
import { IssueList } from "./issue-list.ts";
import { parseJson, tooDeep } from "./parse-cloud-event.ts";
import { newExtensions, NO_EXTENSIONS } from "./extension-record.ts";
import { scanJson } from "./scan-json.ts";
import { textOf, tooManyBytes } from "./text-of-bytes.ts";
import { textProblem } from "./text-problem.ts";

/** Headers of a message: pairs, as `Headers` and arrays are, or a record, as Node's servers have it. */
export type MessageHeaders =
  | Iterable<readonly [string, string]>
  | Readonly<Record<string, string | readonly string[] | undefined>>;

/** An event in HTTP binary mode, to be read. */
export interface BinaryCloudEvent {
  readonly headers: MessageHeaders;
  readonly body?: Uint8Array | undefined;
}

/** An event in HTTP binary mode, as it was written. */
export interface FormattedCloudEvent {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Not there for an event without data. */
  readonly body?: Uint8Array;
}

const PREFIX = "ce-";
const REQUIRED: readonly TextAttribute[] = ["id", "source", "type"];
const OPTIONAL: ReadonlySet<string> = new Set<TextAttribute>(["dataschema", "subject", "time"]);

/**
 * Reads an event in HTTP binary mode. All extensions are texts, since headers have no types. The body is a JSON value where the content
 * type is JSON, a text where it is `text/*` or XML in UTF-8, and else bytes. An attribute or content type that comes twice is refused.
 */
export function parseBinaryCloudEvent({ headers, body }: BinaryCloudEvent, limits?: CloudEventLimits): CloudEvent {
  const resolved = resolveCloudEventLimits(limits);
  const issues = new IssueList();
  const values = readHeaders(headers, resolved, issues);
  const event: CloudEventDraft = { specversion: "1.0", id: "", source: "", type: "", extensions: NO_EXTENSIONS };
  if (values.get("specversion") !== "1.0") issues.add("/specversion", 'must be "1.0"');
  for (const name of REQUIRED) if (!values.has(name)) issues.add(`/${name}`, "must be there");
  for (const [name, value] of values) setAttribute(event, name, value, issues);
  issues.throwIfAny();
  if (body !== undefined && body.byteLength > 0) setData(event, body, resolved);
  return event;
}

/**
 * Writes an event in HTTP binary mode, having checked it. An extension that is a boolean or an integer is a text from then on, and an
 * empty text as data cannot be told from no data.
 */
export function formatBinaryCloudEvent(event: CloudEvent, limits?: CloudEventLimits): FormattedCloudEvent {
  const resolved = resolveCloudEventLimits(limits);
  const { extensions, data, dataBase64, datacontenttype, ...attributes } = checkCloudEvent(event, resolved);
  const headers: Record<string, string> = {};
  const all: Readonly<Record<string, ExtensionValue>> = { ...attributes, ...extensions };
  for (const [name, value] of Object.entries(all)) headers[PREFIX + name] = encodeHeaderValue(String(value));
  // What JSON leaves unsaid must be said here: a body without a type is only bytes.
  const contentType = datacontenttype ?? (data === undefined ? undefined : "application/json");
  if (contentType !== undefined) headers["content-type"] = contentType;
  if (dataBase64 !== undefined) return { headers, body: bounded(Buffer.from(dataBase64, "base64"), resolved) };
  if (data === undefined) return { headers };
  // Checked: what is not JSON is a text.
  const text = declaresJson(contentType) ? JSON.stringify(data) : (data as string);
  return { headers, body: bounded(Buffer.from(text), resolved) };
}

function readHeaders(
  headers: MessageHeaders,
  { maxExtensions }: Required<CloudEventLimits>,
  issues: IssueList,
): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [header, value] of pairsOf(headers)) {
    const lower = header.toLowerCase();
    const isType = lower === "content-type";
    if (!isType && !lower.startsWith(PREFIX)) continue;
    const name = isType ? "datacontenttype" : lower.slice(PREFIX.length);
    const text = isType ? value.trim() : decodeHeaderValue(value);
    if (!isType && name === "datacontenttype") issues.add("/datacontenttype", "must be in content-type");
    else if (values.has(name)) issues.addMember("", name, "must not be there twice");
    else if (text === undefined) issues.addMember("", name, "must be encoded as the HTTP binding says");
    values.set(name, text ?? "");
    // The attributes of the specification come on top.
    if (values.size > maxExtensions + 8) {
      issues.add("", `must have no more than ${maxExtensions} extensions`);
      break;
    }
  }
  return values;
}

function* pairsOf(headers: MessageHeaders): Generator<readonly [string, string]> {
  if (Symbol.iterator in headers) {
    yield* headers as Iterable<readonly [string, string]>;
    return;
  }
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === "string") yield [name, value];
    else for (const each of value ?? []) yield [name, each];
  }
}

function setAttribute(event: CloudEventDraft, name: string, value: string, issues: IssueList): void {
  if (name === "specversion") return;
  if (name === "datacontenttype" || OPTIONAL.has(name) || REQUIRED.includes(name as TextAttribute)) {
    const known = name as TextAttribute;
    const problem = attributeProblem(known, value);
    if (problem !== undefined) issues.add(`/${known}`, problem);
    event[known] = value;
    return;
  }
  // A header of this name would otherwise become the data of an event in JSON.
  const problem =
    name === "data" ? "must not have the name of an attribute" : (nameProblem(name) ?? textProblem(value));
  if (problem !== undefined) issues.addMember("", name, problem);
  if (event.extensions === NO_EXTENSIONS) event.extensions = newExtensions();
  (event.extensions as Record<string, ExtensionValue>)[name] = value;
}

function setData(event: CloudEventDraft, body: Uint8Array, { maxBytes, maxDepth }: Required<CloudEventLimits>): void {
  const { datacontenttype } = event;
  if (datacontenttype !== undefined && declaresJson(datacontenttype)) {
    const text = textOf(body, maxBytes);
    if (scanJson(text, 0).depth > maxDepth) throw tooDeep(maxDepth);
    event.data = parseJson(text) as JsonValue;
  } else if (datacontenttype !== undefined && declaresText(datacontenttype)) {
    event.data = textOf(body, maxBytes);
  } else {
    bounded(body, { maxBytes });
    event.dataBase64 = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("base64");
  }
}

/** Whether bytes of a media type may be read as UTF-8: it is `text/*` or XML, and names no other character set. */
function declaresText(mediaType: string): boolean {
  const [essence = "", ...parameters] = mediaType.toLowerCase().split(";");
  const type = essence.trim();
  if (!type.startsWith("text/") && !type.endsWith("/xml") && !type.endsWith("+xml")) return false;
  const charset = parameters.map((each) => each.trim()).find((each) => each.startsWith("charset="));
  return charset === undefined || /^charset="?(?:utf-8|us-ascii)"?$/.test(charset);
}

function bounded(bytes: Uint8Array, { maxBytes }: { readonly maxBytes: number }): Uint8Array {
  if (bytes.byteLength > maxBytes) throw tooManyBytes(maxBytes);
  return bytes;
}

/** The formats that a body can have. */
export type MediaFormat = "json" | "msgpack" | "cbor";

/** A media type that Cordon reads and writes: a format, and the DTO version that it carries. */
export interface MediaType {
  readonly format: MediaFormat;
  readonly version: number;
  readonly contentType: string;
}

const FORMATS: readonly MediaFormat[] = ["json", "msgpack", "cbor"];
/** The versions that media types name. */
export const MEDIA_VERSIONS: readonly number[] = [1, 2];

/** Every media type on offer. The plain ones mean version 1, and always will. */
export const MEDIA_TYPES: readonly MediaType[] = FORMATS.flatMap((format) => [
  { format, version: 1, contentType: `application/${format}` },
  ...MEDIA_VERSIONS.map((version) => ({
    format,
    version,
    contentType: `application/vnd.cordon.v${version}+${format}`,
  })),
]);

const BY_NAME: ReadonlyMap<string, MediaType> = new Map(MEDIA_TYPES.map((type) => [type.contentType, type]));

/** The other names that MessagePack goes by. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ["application/x-msgpack", "application/msgpack"],
  ["application/vnd.msgpack", "application/msgpack"],
]);

/** What is meant where nothing is said. */
export const DEFAULT_MEDIA_TYPE: MediaType = { format: "json", version: 1, contentType: "application/json" };

const MAX_HEADER = 4096;
const MAX_RANGES = 64;

/** The media type that a `content-type` names, or `undefined`. The only parameter with a meaning is a charset of UTF-8. */
export function parseMediaType(header: string): MediaType | undefined {
  const exact = BY_NAME.get(header);
  if (exact !== undefined || header.length > MAX_HEADER) return exact;
  const [name = "", ...parameters] = header
    .toLowerCase()
    .split(";")
    .map((part) => part.trim());
  const isUtf8 = parameters.every((each) => !each.startsWith("charset=") || /^charset="?utf-?8"?$/.test(each));
  return isUtf8 ? BY_NAME.get(ALIASES.get(name) ?? name) : undefined;
}

/**
 * The media type to answer in: the one that an `accept` header weighs highest, the first of equals. A wildcard, and no header,
 * mean `fallback`. `undefined` when nothing on offer is accepted, or the header is longer than anyone honest needs.
 */
export function negotiate(accept: string | undefined, fallback: MediaType): MediaType | undefined {
  if (accept === undefined || accept === "" || accept === "*/*") return fallback;
  if (accept.length > MAX_HEADER) return undefined;
  let best: MediaType | undefined;
  let bestWeight = 0;
  for (const range of accept.toLowerCase().split(",", MAX_RANGES)) {
    const [name = "", ...parameters] = range.split(";").map((part) => part.trim());
    const weight = weightOf(parameters);
    const type = name === "*/*" || name === "application/*" ? fallback : BY_NAME.get(ALIASES.get(name) ?? name);
    if (type === undefined || weight <= bestWeight) continue;
    best = type;
    bestWeight = weight;
  }
  return best;
}

function weightOf(parameters: readonly string[]): number {
  const quality = parameters.find((each) => each.startsWith("q="));
  if (quality === undefined) return 1;
  // RFC 9110: three digits at most; anything else is not a weight, and weighs nothing.
  return /^q=(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(quality) ? Number(quality.slice(2)) : 0;
}

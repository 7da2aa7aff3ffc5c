/** A media type or a range of them, in one spelling. */
export interface MediaRange {
  /** As it is written in the document. */
  readonly text: string;
  readonly type: string;
  readonly subtype: string;
  /** `name=value`, in lower case names, sorted. */
  readonly parameters: readonly string[];
}

/** Reads a media type: case and the order of parameters mean nothing, nor does a charset of JSON, which has only one (RFC 8259, 8.1). */
export function parseMediaRange(text: string): MediaRange {
  const [essence = "", ...rest] = text.split(";").map((part) => part.trim());
  const [type = "", subtype = ""] = essence.toLowerCase().split("/");
  const isJson = subtype === "json" || subtype.endsWith("+json");
  const parameters = rest
    .map(parameterText)
    .filter((parameter) => parameter !== "" && !(isJson && parameter.startsWith("charset=")))
    .sort();
  return { text, type, subtype, parameters };
}

/** Whether whatever is of `inner` is of `outer` too. A parameter narrows a range. */
export function coversMedia(outer: MediaRange, inner: MediaRange): boolean {
  return (
    (outer.type === "*" || outer.type === inner.type) &&
    (outer.subtype === "*" || outer.subtype === inner.subtype) &&
    outer.parameters.every((parameter) => inner.parameters.includes(parameter))
  );
}

/** The closest one that covers it: the same, or else the narrowest range. */
export function closestMedia(ranges: readonly MediaRange[], wanted: MediaRange): MediaRange | undefined {
  let best: MediaRange | undefined;
  for (const range of ranges) {
    if (coversMedia(range, wanted) && (best === undefined || narrowness(range) > narrowness(best))) best = range;
  }
  return best;
}

/** The entries of a list such as that of an `encoding`: `image/png, image/jpeg`. */
export function parseMediaList(text: string): readonly MediaRange[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map(parseMediaRange);
}

function narrowness({ type, subtype, parameters }: MediaRange): number {
  return (type === "*" ? 0 : 1_000_000) + (subtype === "*" ? 0 : 1000) + parameters.length;
}

function parameterText(text: string): string {
  const [name = "", value = ""] = text.split("=").map((part) => part.trim());
  const plain = value.replaceAll('"', "");
  // A charset is the one value whose case is known to mean nothing.
  const lower = name.toLowerCase();
  return name === "" ? "" : `${lower}=${lower === "charset" ? plain.toLowerCase() : plain}`;
}

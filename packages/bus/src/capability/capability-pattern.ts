import { busError } from "../errors.ts";
import { ANY, type SegmentPattern } from "../pattern/segment-pattern.ts";

const MAX_LENGTH = 300;
const SEGMENT = /^[A-Za-z0-9_-][A-Za-z0-9_.-]*$/;

/** Reads a capability: parts with `:` between them, `*` for any one part, and a last `*` for one or more. Throws `bus/invalid-pattern`. */
export function parseCapability(text: string): SegmentPattern {
  const segments = typeof text === "string" && text.length <= MAX_LENGTH ? text.split(":") : [];
  if (segments.length === 0 || !segments.every((segment) => segment === ANY || SEGMENT.test(segment))) {
    throw busError("bus/invalid-pattern", {
      what: "capability",
      form: "parts of letters, digits, _ . and - with : between them, such as browser:navigate or llm:*",
    });
  }
  const open = segments.at(-1) === ANY;
  return { text, segments: open ? segments.slice(0, -1) : segments, open };
}

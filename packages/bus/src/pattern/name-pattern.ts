import { busError } from "../errors.ts";
import { ANY, type SegmentPattern } from "./segment-pattern.ts";

const MAX_LENGTH = 128;
const MAX_PATTERN_LENGTH = 400;
const REST = ">";
const PART = /^[A-Za-z0-9_-]+$/;
const NAME = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/;

/** Whether it can be the name of a principal, a module, a method or a kind of event: parts of letters, digits, _ and - with dots between them. */
export function isName(value: unknown): value is string {
  return typeof value === "string" && value.length <= MAX_LENGTH && NAME.test(value);
}

/** Returns the name, or throws `bus/invalid-pattern` for what is none. */
export function checkName(value: unknown, what: string): string {
  if (isName(value)) return value;
  throw busError("bus/invalid-pattern", {
    what,
    form: `parts of letters, digits, _ and - with dots between them, of ${MAX_LENGTH} characters at most`,
  });
}

/** Reads a pattern of names or topics: parts with dots between them, `*` for any one part, and a last `>` for one or more. */
export function parseNamePattern(text: string, what = "pattern"): SegmentPattern {
  const parts = typeof text === "string" && text.length <= MAX_PATTERN_LENGTH ? text.split(".") : [];
  const open = parts.at(-1) === REST;
  const segments = open ? parts.slice(0, -1) : parts;
  if (parts.length === 0 || !segments.every((part) => part === ANY || PART.test(part))) {
    throw busError("bus/invalid-pattern", {
      what,
      form: "parts of letters, digits, _ and - with dots between them, * for any one and a last > for the rest",
    });
  }
  return { text, segments, open };
}

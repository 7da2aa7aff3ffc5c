import type { JsonValue } from "@cordon/core";
import { type JSONVisitor, printParseErrorCode, visit } from "jsonc-parser";
import { contractDiffError } from "../errors.ts";
import { checkDepth } from "./depth-limit.ts";
import { scanJson } from "./scan-json.ts";
import { shownPointer } from "./shown-text.ts";

// What to do about each thing that a parser can find, by the names of jsonc-parser.
const PROBLEMS: ReadonlyMap<string, string> = new Map([
  ["InvalidSymbol", "expected a text in double quotes, a number, true, false, null, { or ["],
  ["InvalidNumberFormat", "expected a number"],
  ["PropertyNameExpected", "expected a property name in double quotes; after the last property there is no comma"],
  ["ValueExpected", "expected a value; after the last item there is no comma"],
  ["ColonExpected", "expected : after the property name"],
  ["CommaExpected", "expected a comma before this"],
  ["CloseBraceExpected", "expected } as the end of the object"],
  ["CloseBracketExpected", "expected ] as the end of the list"],
  ["EndOfFileExpected", "expected the end of the file, because its value is complete"],
  ["InvalidCommentToken", "expected no comment, because JSON has none"],
  ["UnexpectedEndOfString", 'expected " as the end of the text, on the same line'],
  ["UnexpectedEndOfNumber", "expected a digit"],
  ["InvalidUnicode", "expected four hexadecimal digits after \\u"],
  ["InvalidEscapeCharacter", 'expected one of " \\ / b f n r t u after the backslash'],
  ["InvalidCharacter", "expected a control character to be written as \\u and four digits"],
]);

/** Parses JSON as `JSON.parse` does, and refuses besides what parsers do not agree on: keys that come twice, and numbers that are not finite. */
export function parseJson(text: string, file: string): JsonValue {
  const { keys, depth } = scanJson(text);
  checkDepth(depth, file);
  const value = parse(text, file);
  // Only a parser's own count tells of a key that it dropped: it is a fifth of the work of a set of keys for each object.
  const counted = count(value);
  if (counted.keys !== keys) throw locate(text, file, "this key is there twice in its object", findRepeated);
  if (!counted.isFinite) throw locate(text, file, "this number is too large for any parser", findInfinite);
  return value;
}

function parse(text: string, file: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (cause) {
    let problem = "the file is not valid JSON";
    const place = findPlace(text, (stop) => ({
      onError: (code, _offset, _length, line, column) => {
        problem = PROBLEMS.get(printParseErrorCode(code)) ?? problem;
        stop({ line, column, pointer: "" });
      },
    }));
    throw contractDiffError("contract-diff/unreadable", { file, ...oneBased(place), problem }, { cause });
  }
}

function count(root: JsonValue): { readonly keys: number; readonly isFinite: boolean } {
  let keys = 0;
  let isFinite = Number.isFinite(root) || typeof root !== "number";
  const waiting = [root];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (typeof value !== "object" || value === null) continue;
    const items = Array.isArray(value) ? (value as readonly JsonValue[]) : Object.values(value);
    if (!Array.isArray(value)) keys += items.length;
    for (const item of items) {
      if (typeof item === "object" && item !== null) waiting.push(item);
      else if (typeof item === "number" && !Number.isFinite(item)) isFinite = false;
    }
  }
  return { keys, isFinite };
}

interface Found {
  readonly line: number;
  readonly column: number;
  readonly pointer: string;
}

type Finder = (stop: (found: Found) => void) => JSONVisitor;

function findRepeated(stop: (found: Found) => void): JSONVisitor {
  const objects: Set<string>[] = [];
  return {
    onObjectBegin: () => {
      objects.push(new Set());
    },
    onObjectEnd: () => {
      objects.pop();
    },
    onObjectProperty: (key, _offset, _length, line, column, path) => {
      const seen = objects.at(-1);
      if (seen?.has(key) === true) stop({ line, column, pointer: shownPointer([...path(), key]) });
      seen?.add(key);
    },
  };
}

function findInfinite(stop: (found: Found) => void): JSONVisitor {
  return {
    onLiteralValue: (value, _offset, _length, line, column, path) => {
      if (typeof value === "number" && !Number.isFinite(value)) stop({ line, column, pointer: shownPointer(path()) });
    },
  };
}

function locate(text: string, file: string, problem: string, finder: Finder): Error {
  const place = findPlace(text, finder);
  const pointer = place === undefined ? "" : ` (${place.pointer || "the whole value"})`;
  return contractDiffError("contract-diff/unreadable", { file, ...oneBased(place), problem: `${problem}${pointer}` });
}

/** A visitor goes on to the end of the text, and after a first mistake it may go deeper than the stack; so what finds something throws. */
function findPlace(text: string, finder: Finder): Found | undefined {
  let place: Found | undefined;
  try {
    const stop = (found: Found): void => {
      place = found;
      throw new Error("found");
    };
    visit(text, finder(stop), { disallowComments: true });
  } catch (error) {
    if (place === undefined) throw error;
  }
  return place;
}

function oneBased(place: Found | undefined): { readonly line?: number; readonly column?: number } {
  return place === undefined ? {} : { line: place.line + 1, column: place.column + 1 };
}

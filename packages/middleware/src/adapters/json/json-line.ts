import type { JsonObject } from "@cordon/core";

// JSON escapes the C0 controls itself. These are left: DEL and the C1 controls, which terminals obey; line ends that are
// not line feeds; and marks that turn the direction of text around, so that a line reads as something it is not.
const UNSAFE = /[\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g;

/**
 * One line of JSON, with its line feed, that shows nothing but itself on a terminal. A field that has the name of one of the
 * logger's own is written as `field.<name>`, so that it cannot pass for it.
 */
export function toJsonLine(own: JsonObject, fields: JsonObject, reserved: ReadonlySet<string>): string {
  const head = JSON.stringify(own);
  const tail = JSON.stringify(
    Object.keys(fields).some((name) => reserved.has(name)) ? renamed(fields, reserved) : fields,
  );
  // Joined as texts: one object made of both costs as much as all of the rest.
  const line = tail === "{}" ? head : `${head.slice(0, -1)},${tail.slice(1)}`;
  return `${line.replace(UNSAFE, escaped)}\n`;
}

function renamed(fields: JsonObject, reserved: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [reserved.has(name) ? `field.${name}` : name, value]),
  );
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

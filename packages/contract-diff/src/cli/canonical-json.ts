import type { JsonObject, JsonValue } from "@cordon/core";

/**
 * A value as text that is the same for equal values: keys sorted by code unit, two spaces, a newline at the end. The value is a document that
 * was read, and so is no deeper than a reader lets through.
 */
export function canonicalJson(value: JsonValue): string {
  return `${write(value, "\n")}\n`;
}

function write(value: JsonValue, newline: string): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = `${newline}  `;
  if (Array.isArray(value))
    return bracket(
      "[]",
      value.map((item) => write(item, inner)),
      newline,
    );
  const object = value as JsonObject;
  // An object of JavaScript would put keys that look like numbers first, and `__proto__` nowhere.
  const members = Object.keys(object)
    .sort()
    .map((key) => `${JSON.stringify(key)}: ${write(object[key] ?? null, inner)}`);
  return bracket("{}", members, newline);
}

function bracket([open = "", close = ""]: string, parts: readonly string[], newline: string): string {
  if (parts.length === 0) return `${open}${close}`;
  return `${open}${newline}  ${parts.join(`,${newline}  `)}${newline}${close}`;
}

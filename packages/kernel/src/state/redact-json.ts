import { isSecretName, type JsonValue, REDACTED, redactText } from "@cordon/core";

/**
 * A copy without what looks like a secret: texts under names such as `password`, and secrets of known shapes inside of any text. Numbers stay, whatever
 * their name: `maxTokens: 512` is no secret.
 */
export function redactJson(value: JsonValue): JsonValue {
  return redacted(value, false);
}

function redacted(value: JsonValue, hide: boolean): JsonValue {
  if (typeof value === "string") return hide ? REDACTED : redactText(value);
  if (typeof value !== "object" || value === null) return value;
  if (isArray(value)) return value.map((item) => redacted(item, hide));
  // fromEntries defines where an assignment would set: a field named __proto__ stays a field.
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, redacted(field, hide || isSecretName(name))]),
  );
}

// The type of Array.isArray does not narrow readonly arrays.
function isArray(value: object): value is readonly JsonValue[] {
  return Array.isArray(value);
}

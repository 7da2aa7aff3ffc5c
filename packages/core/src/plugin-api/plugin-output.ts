import type { JsonValue } from "../json-value.ts";

/** What a call came to: a value, or a refusal that the caller is meant to read. A crash is neither; it rejects. */
export type PluginOutput =
  | { readonly kind: "value"; readonly value: JsonValue }
  | { readonly kind: "refused"; readonly reason: string };

import type { JsonValue } from "@cordon/core";

/** What to call an operation with. */
export interface InvokePluginV1 {
  readonly input: JsonValue;
}

import type { JsonValue } from "@cordon/core";
import type { ContractDocument } from "../document.ts";

/** A document that was never in a file: it has a name for messages, and no lines. */
export function documentOf(file: string, value: JsonValue): ContractDocument {
  return { file, value, linesOf: (pointers) => pointers.map(() => undefined) };
}

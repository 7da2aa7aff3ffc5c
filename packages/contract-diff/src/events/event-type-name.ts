import type { ContractDocument } from "../document.ts";
import { isList, ownValue } from "../schema/json-kind.ts";

/** The type that all events of the contract have, where the schema says one plainly. For people: it decides nothing. */
export function eventTypeName({ value }: ContractDocument): string | undefined {
  const type = ownValue(ownValue(value, "properties"), "type");
  const allowed = ownValue(type, "enum");
  const name = ownValue(type, "const") ?? (isList(allowed) && allowed.length === 1 ? allowed[0] : undefined);
  return typeof name === "string" ? name.slice(0, 200) : undefined;
}

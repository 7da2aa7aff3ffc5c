import type { JsonValue } from "@cordon/core";
import type { SchemaNode } from "./schema-node.ts";
import { reasonOf } from "./reason-of.ts";
import { ValidationUnits } from "./validation-units.ts";

/** Whether ajv takes a document. `unknown` where ajv cannot be asked, or is known to be wrong. */
export type Validation =
  | { readonly valid: true }
  | { readonly valid: false; readonly reason: string }
  | { readonly valid: "unknown"; readonly why: string };

/** How documents are checked. */
export interface ValidatorOptions {
  /** `assertion`: a known `format` is held. */
  readonly formats: "annotation" | "assertion";
}

/** Asks ajv about documents. */
export interface Validator {
  /** Checks one document. Never throws: a schema that cannot be compiled, or is wrong itself, gives `unknown`. */
  check(node: SchemaNode, document: JsonValue): Validation;
}

/**
 * Makes a validator. It keeps what it compiled for as long as it lives, one schema of the contract at a time and only those that a document
 * came to: asking about each schema of a contract costs no more than the contract is long.
 */
export function createValidator({ formats }: ValidatorOptions): Validator {
  const units = new ValidationUnits(formats === "assertion");
  return {
    check(node, document) {
      try {
        const { isValid, faults, unknown } = units.run(node, document);
        if (unknown !== undefined) return { valid: "unknown", why: unknown };
        return isValid ? { valid: true } : { valid: false, reason: reasonOf(faults) };
      } catch (error) {
        // Validation itself only fails by running out of stack: whatever else goes wrong, goes wrong when a unit is made.
        const why = error instanceof RangeError ? "the document is nested too deep to be checked" : String(error);
        return { valid: "unknown", why: why.slice(0, 300) };
      }
    },
  };
}

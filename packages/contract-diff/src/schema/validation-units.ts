import { AppError, type JsonObject, type JsonValue } from "@cordon/core";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { DataValidationCxt, ErrorObject, SchemaValidateFunction, ValidateFunction } from "ajv/dist/types/index.js";
import addFormats from "ajv-formats";
import { adaptToAjv, hasPrototypeKey } from "./ajv-limits.ts";
import { type CautiousPattern, CautiousPatterns } from "./cautious-patterns.ts";
import type { Fault } from "./reason-of.ts";
import type { SchemaNode } from "./schema-node.ts";
import { SchemaWriter } from "./schema-writer.ts";

/** What came of one document. */
export interface UnitRun {
  readonly isValid: boolean;
  readonly faults: readonly Fault[];
  /** Why the rest cannot be relied on, if it cannot. */
  readonly unknown: string | undefined;
}

type Unit =
  | {
      readonly kind: "ready";
      readonly validate: ValidateFunction;
      /** Where the references of the unit lead, by their numbers in it. */
      readonly targets: readonly SchemaNode[];
      readonly isUnevaluated: boolean;
    }
  | { readonly kind: "unknown"; readonly why: string };

/**
 * Compiles schemas one by one. Where a schema refers to another, ajv finds a keyword of ours that compiles that one when the first document
 * comes by: a contract whose schemas all reach each other is never compiled as a whole. Only what `unevaluatedProperties` has to see through
 * is compiled along with it. Schemas that say the same but for where their references lead are compiled once: most of what two versions have.
 */
export class ValidationUnits {
  readonly #ajv: Ajv2020;
  readonly #units = new Map<SchemaNode, Unit>();
  readonly #compiledTexts = new Map<string, ValidateFunction>();
  readonly #patterns = new CautiousPatterns();
  /** Those of the unit that runs. */
  #targets: readonly SchemaNode[] = [];
  #unknown: string | undefined;
  #hasPrototypeKey = false;

  constructor(holdsFormats: boolean) {
    const regExp = (pattern: string): CautiousPattern => this.#patterns.compile(pattern);
    this.#ajv = new Ajv2020({
      strict: false,
      allErrors: false,
      validateFormats: holdsFormats,
      // The nodes check the words; ajv's own schema for schemas would be gone through for every unit.
      validateSchema: false,
      meta: false,
      addUsedSchema: false,
      logger: false,
      ownProperties: true,
      // 0.3 is a multiple of 0.1 for whoever writes it, though not for a processor.
      multipleOfPrecision: 6,
      // Making ajv's code shorter takes longer than all the documents it is made for.
      code: { optimize: false, regExp: Object.assign(regExp, { code: "regExp" }) },
    });
    if (holdsFormats) addFormats.default(this.#ajv);
    const follow: SchemaValidateFunction = (number: number, data: JsonValue, _schema, at) => {
      const { isValid, faults } = this.#follow(number, data, at);
      follow.errors = faults;
      return isValid;
    };
    this.#ajv.addKeyword({ keyword: FOLLOW, schemaType: "number", errors: "full", validate: follow });
  }

  /** Checks a document against a schema. May run out of stack, with a RangeError. */
  run(node: SchemaNode, document: JsonValue): UnitRun {
    this.#unknown = undefined;
    this.#patterns.begin();
    this.#hasPrototypeKey = hasPrototypeKey(document);
    const { isValid, faults } = this.#runUnit(node, document);
    return { isValid, faults, unknown: this.#unknown ?? this.#patterns.problem };
  }

  #follow(
    number: number,
    data: JsonValue,
    at: DataValidationCxt | undefined,
  ): { isValid: boolean; faults: ErrorObject[] } {
    const node = this.#targets[number];
    if (node === undefined) return { isValid: true, faults: [] };
    const { isValid, faults } = this.#runUnit(node, data);
    const path = at?.instancePath ?? "";
    return { isValid, faults: faults.map((fault) => ({ ...fault, instancePath: path + fault.instancePath })) };
  }

  #runUnit(node: SchemaNode, data: JsonValue): { isValid: boolean; faults: readonly ErrorObject[] } {
    const unit = this.#units.get(node) ?? this.#make(node);
    if (unit.kind === "ready" && !(unit.isUnevaluated && this.#hasPrototypeKey)) {
      const around = this.#targets;
      this.#targets = unit.targets;
      const isValid = unit.validate(data);
      // The unit may have run once more within itself: its faults are those of now.
      this.#targets = around;
      return { isValid, faults: isValid ? [] : (unit.validate.errors ?? []) };
    }
    this.#unknown ??=
      unit.kind === "unknown" ? unit.why : "ajv loses count of properties with names such as constructor";
    return { isValid: true, faults: [] };
  }

  #make(node: SchemaNode): Unit {
    const unit = this.#compiled(node);
    this.#units.set(node, unit);
    return unit;
  }

  #compiled(node: SchemaNode): Unit {
    try {
      return this.#compile(node);
    } catch (error) {
      if (AppError.is(error)) return { kind: "unknown", why: error.message };
      const problem = error instanceof Error ? error.message : String(error);
      return {
        kind: "unknown",
        why: `ajv cannot compile the schema at ${node.place.pointer || "/"}: ${problem.slice(0, 200)}`,
      };
    }
  }

  #compile(node: SchemaNode): Unit {
    const targets = new Map<SchemaNode, number>();
    const names = new Map<SchemaNode, string>();
    const open: (readonly [string, SchemaNode])[] = [];
    const limits = { isUnevaluated: false, problem: undefined as string | undefined };
    const writer = new SchemaWriter({
      maxSchemas: MAX_SCHEMAS,
      refer: (target, annotating) => {
        if (!annotating) return { [FOLLOW]: numberOf(target, targets) };
        const name = names.get(target) ?? `n${names.size}`;
        if (!names.has(target)) open.push([name, target]);
        names.set(target, name);
        return { $ref: `#/$defs/${name}` };
      },
      adapt: (words, annotating) => {
        limits.isUnevaluated ||= words.has("unevaluatedProperties");
        limits.problem ??= adaptToAjv(words, annotating);
      },
    });
    const root = writer.write(node, false);
    const definitions: [string, JsonValue][] = [];
    for (let next = open.pop(); next !== undefined; next = open.pop())
      definitions.push([next[0], writer.write(next[1], true)]);
    const problem = writer.problem ?? limits.problem;
    if (problem !== undefined)
      return { kind: "unknown", why: `the schema at ${node.place.pointer || "/"} cannot be checked: ${problem}` };
    const schema: boolean | JsonObject =
      typeof root === "object" ? { ...(root as JsonObject), $defs: Object.fromEntries(definitions) } : root === true;
    const text = JSON.stringify(schema);
    const validate = this.#compiledTexts.get(text) ?? this.#ajv.compile(schema);
    this.#compiledTexts.set(text, validate);
    return { kind: "ready", validate, targets: [...targets.keys()], isUnevaluated: limits.isUnevaluated };
  }
}

const FOLLOW = "contractDiffFollow";
const MAX_SCHEMAS = 20_000;

function numberOf(node: SchemaNode, numbers: Map<SchemaNode, number>): number {
  const number = numbers.get(node) ?? numbers.size;
  numbers.set(node, number);
  return number;
}

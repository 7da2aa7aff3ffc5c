import type { JsonValue } from "@cordon/core";
import type { Place } from "../document.ts";
import { isObject, isSchema, ownValue } from "./json-kind.ts";
import { pointerStep } from "./pointer.ts";
import type { SchemaNode } from "./schema-node.ts";
import { schemaStep } from "./schema-step.ts";

/** What a schema is made of that nobody wrote. */
export interface MadeSchema {
  readonly id: string;
  /** In words of 2020-12, without references but in `written`. */
  readonly value: JsonValue;
  /** What in the file gave rise to it. */
  readonly place: Place;
  /** Parts of it that stand in the file after all, by their pointers in it. */
  readonly written?: ReadonlyMap<string, SchemaNode>;
}

/** A schema that follows from what was written, as a discriminator's names do, and stands nowhere itself. */
export class MadeNode implements SchemaNode {
  readonly id: string;
  readonly keywords: SchemaNode["keywords"];
  readonly place: Place;
  readonly #children: Map<string, SchemaNode>;

  constructor({ id, value, place, written }: MadeSchema) {
    this.id = id;
    this.keywords = isObject(value) ? value : value === true;
    this.place = place;
    this.#children = new Map(written);
  }

  child(...path: readonly (string | number)[]): SchemaNode {
    if (path.length === 0) return this;
    const { step, rest } = schemaStep(path);
    return this.#step(step).child(...rest);
  }

  placeOf(): Place {
    return this.place;
  }

  target(): undefined {
    return undefined;
  }

  #step(path: readonly string[]): SchemaNode {
    const pointer = path.map(pointerStep).join("");
    const known = this.#children.get(pointer);
    if (known !== undefined) return known;
    const value = path.reduce<JsonValue | undefined>((at, key) => ownValue(at, key), this.keywords);
    if (!isSchema(value)) throw new TypeError(`There is no schema at ${pointer} of ${this.id}.`);
    const node = new MadeNode({ id: this.id + pointer, value, place: this.place });
    this.#children.set(pointer, node);
    return node;
  }
}

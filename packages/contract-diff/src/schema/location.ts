import type { JsonValue } from "@cordon/core";
import { contractDiffError } from "../errors.ts";
import { ownValue } from "./json-kind.ts";
import { pointerStep } from "./pointer.ts";
import { enter, type Entered, type Scope } from "./scope.ts";

/**
 * A place in a file that somebody went to, with what it has from those above it. The same place is always the same object, and only places
 * that were asked for exist: a file may have millions.
 */
export class Location {
  readonly file: string;
  readonly value: JsonValue;
  /** As written. Never compared or hashed here: it shares its characters with those above, so a deep file costs no more than a flat one. */
  readonly pointer: string;
  readonly scope: Scope;
  /** Where `#` leads from here. */
  readonly resource: Location;
  /** The whole file. */
  readonly root: Location;
  // Made when somebody goes on from here: most places are ends.
  #below: Map<string, Location> | undefined;

  private constructor(place: { file: string; pointer: string }, value: JsonValue, entered: Entered, above?: Location) {
    this.file = place.file;
    this.pointer = place.pointer;
    this.value = value;
    this.scope = entered.scope;
    this.root = above?.root ?? this;
    this.resource = above === undefined || entered.begins ? this : above.resource;
  }

  /** The whole of a file. With `keepsDialect` its `$schema` is not asked: somebody who knows better said what it is. */
  static root(file: string, value: JsonValue, scope: Scope, keepsDialect: boolean): Location {
    const entered = enter(value, scope);
    if (keepsDialect)
      return new Location({ file, pointer: "" }, value, {
        ...entered,
        scope: { ...entered.scope, dialect: scope.dialect },
      });
    refuseUnknownDialect(file, "", entered);
    return new Location({ file, pointer: "" }, value, entered);
  }

  /** What is at these keys, or `undefined` if nothing is. Throws `contract-diff/invalid-contract` at a `$schema` that is not known. */
  at(keys: readonly string[]): Location | undefined {
    return keys.reduce<Location | undefined>(
      (place, key) => (place === undefined ? undefined : place.#step(key)),
      this,
    );
  }

  #step(key: string): Location | undefined {
    const known = this.#below?.get(key);
    if (known !== undefined) return known;
    const value = ownValue(this.value, key);
    if (value === undefined) return undefined;
    const pointer = this.pointer + pointerStep(key);
    const entered = enter(value, this.scope);
    refuseUnknownDialect(this.file, pointer, entered);
    const place = new Location({ file: this.file, pointer }, value, entered, this);
    this.#below ??= new Map();
    this.#below.set(key, place);
    return place;
  }
}

function refuseUnknownDialect(file: string, pointer: string, { unknownDialect }: Entered): void {
  if (unknownDialect === undefined) return;
  const message = `must name JSON Schema 2020-12, 2019-09, draft-07, draft-06 or draft-04, and not ${unknownDialect.slice(0, 200)}`;
  throw contractDiffError("contract-diff/invalid-contract", {
    file,
    issues: [{ pointer: `${pointer}/$schema`, message }],
  });
}

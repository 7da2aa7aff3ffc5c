import { type HostFunction, nameOf } from "./host-function.ts";
import { isTake } from "./instance/host-imports.ts";

/** Throws where host functions are declared as none can be: that is a mistake of whoever grants them, and not of a guest. */
export function resolveHostFunctions(granted: readonly HostFunction[]): readonly HostFunction[] {
  const names = new Set<string>();
  for (const each of granted) {
    const { module, name, maxCalls } = each;
    const key = JSON.stringify([module, name]);
    if (isTake(module, name) || names.has(key))
      throw new TypeError(`There is more than one host function ${nameOf(each)}, or it is the engine's own.`);
    if (maxCalls !== Number.POSITIVE_INFINITY && !(Number.isSafeInteger(maxCalls) && maxCalls >= 0))
      throw new RangeError(
        `maxCalls of ${nameOf(each)} must be a whole number from 0, or Infinity, and is ${String(maxCalls)}.`,
      );
    names.add(key);
  }
  return Object.freeze([...granted]);
}

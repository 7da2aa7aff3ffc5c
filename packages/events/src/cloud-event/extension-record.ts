import type { CloudEvent, ExtensionValue } from "./cloud-event.ts";

/**
 * Extensions by name, with nothing inherited: one named `constructor` is not there unless the event has it. An object whose prototype is null
 * would do the same, at several times the cost, since the engine keeps such an object as a hash table from the begin.
 */
class ExtensionRecord {
  readonly [name: string]: ExtensionValue;
}

// Assigning to it would need `constructor` to be writable in each instance, so it goes altogether.
Reflect.deleteProperty(ExtensionRecord.prototype, "constructor");
Object.freeze(Object.setPrototypeOf(ExtensionRecord.prototype, null));

/** What all events without extensions share. */
export const NO_EXTENSIONS: CloudEvent["extensions"] = Object.freeze(new ExtensionRecord());

/** Extensions that are being filled in. */
export function newExtensions(): Record<string, ExtensionValue> {
  return new ExtensionRecord();
}

import type { JsonValue, PluginContext, PluginOutput } from "@cordon/core";

/** Keeps a note. What the host says of a bad key is left to fail: there is nothing better to answer. */
export async function remember(
  { key, note }: { readonly key: string; readonly note: JsonValue },
  { storage }: PluginContext,
): Promise<PluginOutput> {
  await storage.put(key, note);
  return { kind: "value", value: null };
}

/** Gives a note back, or refuses where there is none. */
export async function recall({ key }: { readonly key: string }, { storage }: PluginContext): Promise<PluginOutput> {
  const note = await storage.get(key);
  return note === undefined
    ? { kind: "refused", reason: "There is no note under this key." }
    : { kind: "value", value: note };
}

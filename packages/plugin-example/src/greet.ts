import type { PluginContext, PluginOutput } from "@cordon/core";

/** Greets somebody in the words of the configuration, and counts how often. */
export async function greet(
  { name }: { readonly name: string },
  { config, storage, log }: PluginContext,
): Promise<PluginOutput> {
  if (name.trim() === "") return { kind: "refused", reason: "A name has at least one character that can be seen." };
  const { greeting } = config as { readonly greeting: string };
  const key = keyOf(name);
  const times = Number((await storage.get(key)) ?? 0) + 1;
  await storage.put(key, times);
  log("info", "greeted", { times });
  return { kind: "value", value: { greeting: `${greeting}, ${name}!`, times } };
}

// Keys are short and of ASCII, and names are not: two names with the same hash are counted together, which hurts nobody.
function keyOf(name: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at += 1) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return `greeted:${(hash >>> 0).toString(16)}`;
}

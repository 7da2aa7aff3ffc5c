/** `*`, a whole id, or `prefix.*`. */
const PATTERN = /^(?:\*|(?!.*\.\.)[a-z0-9](?:[a-z0-9.-]{0,98}[a-z0-9])?(?:\.\*)?)$/;

/** Whether a text is a pattern of plugin ids. */
export function isPluginPattern(pattern: unknown): pattern is string {
  return typeof pattern === "string" && PATTERN.test(pattern);
}

/** Whether one of the patterns stands for this plugin. `acme.*` does for `acme.mail`, and not for `acme` or `acmes.mail`. */
export function coversPlugin(patterns: readonly string[], pluginId: string): boolean {
  return patterns.some((pattern) => {
    if (pattern === "*") return true;
    return pattern.endsWith(".*") ? pluginId.startsWith(pattern.slice(0, -1)) : pattern === pluginId;
  });
}

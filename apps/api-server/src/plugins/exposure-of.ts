import type { Stats } from "node:fs";
import process from "node:process";

/** Says how a file of secrets is open to others, by the rule for TLS keys: 0600, or 0640 when root owns it and a group was let in on purpose. */
export function exposureOf({ mode, uid }: Pick<Stats, "mode" | "uid">): string | undefined {
  // Windows keeps access lists, of which these bits say nothing.
  if (process.platform === "win32") return undefined;
  const refused = uid === 0 ? 0o037 : 0o077;
  if ((mode & refused) === 0) return undefined;
  return `can be read or changed by others (mode ${(mode & 0o777).toString(8)}). Give it mode 600`;
}

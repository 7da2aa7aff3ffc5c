const SEGMENT = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;
const MAX_LENGTH = 200;
// What these mean to Windows is a device, whatever their ending and wherever they lie.
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * Why a path is none that stays inside a folder, whatever system reads it; `undefined` for one that does. It is judged as it is written: nothing is
 * decoded or put right, and what is not plainly a path below is refused.
 */
export function entryPathProblem(path: string): string | undefined {
  if (path === "" || path.length > MAX_LENGTH) return `must have 1 to ${MAX_LENGTH} characters`;
  if (path.startsWith("/") || path.startsWith("\\")) return "must be relative";
  if (path.includes("\\")) return "must have / between its parts";
  if (path.includes(":")) return "must not name a drive or a scheme";
  if (path.includes("%")) return "must not have percent signs";
  for (const part of path.split("/")) {
    if (part === "" || part === "." || part === "..") return "must not have empty parts, . or ..";
    if (!SEGMENT.test(part) || part.endsWith("."))
      return "must have parts of letters, digits, dots, hyphens and underscores that neither begin nor end with a dot";
    if (DEVICE.test(part)) return "must not name a device";
  }
  return undefined;
}

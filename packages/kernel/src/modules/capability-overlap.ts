/** What capabilities look like: parts with `:` between them, where `*` is any one part and a last `*` is one or more. */
export const CAPABILITY_PATTERN: RegExp =
  /^(?:\*|[A-Za-z0-9_-][A-Za-z0-9_.-]*)(?::(?:\*|[A-Za-z0-9_-][A-Za-z0-9_.-]*))*$/;

/**
 * What both lists of patterns cover: what a module asks for, as far as its host allows it. No more is in the result than each of the two
 * allows, and nothing twice.
 */
export function capabilityOverlap(asked: readonly string[], allowed: readonly string[]): readonly string[] {
  const both = asked.flatMap((one) => allowed.flatMap((other) => overlap(one.split(":"), other.split(":")) ?? []));
  return [...new Set(both)];
}

function overlap(one: readonly string[], other: readonly string[]): string | undefined {
  const common: string[] = [];
  for (let at = 0; at < one.length && at < other.length; at += 1) {
    const [left, right] = [one[at] ?? "", other[at] ?? ""];
    if (left === "*" && at === one.length - 1) return [...common, ...other.slice(at)].join(":");
    if (right === "*" && at === other.length - 1) return [...common, ...one.slice(at)].join(":");
    if (left !== right && left !== "*" && right !== "*") return undefined;
    common.push(left === "*" ? right : left);
  }
  return one.length === other.length ? common.join(":") : undefined;
}

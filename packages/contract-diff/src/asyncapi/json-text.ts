import { contractDiffError } from "../errors.ts";
import { isObject } from "../schema/json-kind.ts";
import { childrenOf, type Spot } from "./spot.ts";

const MAX_DEPTH = 200;

/** One text for equal values, whatever the order of their members. For small things: tags, security schemes, bindings. */
export function jsonText(spot: Spot | undefined, depth = 0): string {
  if (spot === undefined) return "";
  if (depth > MAX_DEPTH) refuseDepth(spot);
  if (Array.isArray(spot.value))
    return `[${childrenOf(spot)
      .map((child) => jsonText(child.spot, depth + 1))
      .join(",")}]`;
  if (!isObject(spot.value)) return JSON.stringify(spot.value);
  const members = childrenOf(spot).map(
    ({ key, spot: child }) => `${JSON.stringify(key)}:${jsonText(child, depth + 1)}`,
  );
  return `{${members.sort().join(",")}}`;
}

/** Refuses a value that is nested too deeply to be walked. */
export function refuseDepth({ document, pointer }: Spot): never {
  const what = `the value at ${pointer.slice(0, 200)} is nested too deeply`;
  throw contractDiffError("contract-diff/too-large", { file: document.file, what, limit: MAX_DEPTH });
}

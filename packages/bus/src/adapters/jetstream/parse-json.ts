import type { JsonValue } from "@cordon/core";
import { busError } from "../../errors.ts";

/** What a frame may come to. A payload may have 64 levels, in an envelope in a body. */
export const FRAME_LIMITS = { maxBytes: 8_388_608, maxDepth: 80 } as const;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Reads JSON within the limits of frames, or throws `bus/bridge-refused`. Depth is counted before it is read: what checks a value goes down with it,
 * and would run out of stack.
 */
export function parseJson(bytes: Uint8Array): JsonValue {
  if (bytes.length > FRAME_LIMITS.maxBytes) throw refused("it is too large");
  if (depthOf(bytes) > FRAME_LIMITS.maxDepth) throw refused("it is nested too deep");
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as JsonValue;
  } catch {
    // The engine's own words repeat a part of what was read.
    throw refused("it is not JSON");
  }
}

/** How deep brackets are nested, also in what is no JSON. */
function depthOf(bytes: Uint8Array): number {
  let depth = 0;
  let deepest = 0;
  let isText = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (isText) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) isText = false;
    } else if (byte === QUOTE) {
      isText = true;
    } else if (byte === 0x5b || byte === 0x7b) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (byte === 0x5d || byte === 0x7d) {
      depth -= 1;
    }
  }
  return deepest;
}

function refused(problem: string): Error {
  return busError("bus/bridge-refused", { problem });
}

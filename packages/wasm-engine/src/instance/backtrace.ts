const MAX_FRAMES = 16;
const MAX_NAME_LENGTH = 80;
const GUEST_FRAME = /(?:at (.{1,400}?) \()?wasm:\/\/wasm\/[^:\s]*:wasm-function\[(\d+)\]/u;

/**
 * The guest's part of a stack, innermost first. Names are the guest's own words, so they are cut and keep plain characters only; nothing
 * of the host's stack is in it.
 */
export function guestBacktrace(error: unknown): readonly string[] {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const frames: string[] = [];
  for (const line of stack.split("\n")) {
    const found = GUEST_FRAME.exec(line);
    if (found === null) continue;
    const [, name, index = ""] = found;
    frames.push(name === undefined ? `function ${index}` : `${clean(name)} (function ${index})`);
    if (frames.length === MAX_FRAMES) break;
  }
  return frames;
}

function clean(name: string): string {
  return name.replaceAll(/[^\w .:<>$@/-]/gu, "?").slice(0, MAX_NAME_LENGTH);
}

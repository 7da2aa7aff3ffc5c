const MAX_CHARS = 200;

/** One part of an RFC 6901 pointer, with the slash before it. A key of a stranger may be as long as it likes, and is cut. */
export function pointerPart(key: string | number): string {
  return `/${String(key).slice(0, MAX_CHARS).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

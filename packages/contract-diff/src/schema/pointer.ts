/** One part of an RFC 6901 pointer with the slash before it, whole: two keys never give the same part. */
export function pointerStep(key: string | number): string {
  const text = String(key);
  // Nearly no key has either, and every place of a big document is made of keys.
  if (!text.includes("~") && !text.includes("/")) return `/${text}`;
  return `/${text.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** The keys that a pointer names, from the outermost in; `undefined` if it is no pointer of RFC 6901. */
export function pointerKeys(pointer: string): readonly string[] | undefined {
  if (pointer === "") return [];
  if (!pointer.startsWith("/") || /~(?![01])/.test(pointer)) return undefined;
  return pointer
    .slice(1)
    .split("/")
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** Text of an address without its %-escapes; `undefined` if one of them is broken. */
export function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    // A URIError is all that it throws, and says no more than that.
    return undefined;
  }
}

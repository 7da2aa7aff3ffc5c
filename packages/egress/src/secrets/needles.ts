/** Every text by which a secret can be found. All are of single-byte characters: the bytes, as they would be on the wire. */
export interface Needles {
  /** Looked for as they are. */
  readonly exact: readonly string[];
  /** Looked for in text of which all letters were made small. */
  readonly small: readonly string[];
}

/**
 * The forms in which a value usually travels: as it is, in letters of any size, with plus signs for spaces, in base64 of both
 * alphabets wherever in the encoded text it begins, in hexadecimal, and in UTF-16. Escapes are no forms of their own: they
 * are undone before anything is looked for.
 */
export function needlesOf(value: Buffer): Needles {
  const plain = value.toString("latin1").toLowerCase();
  const encoded = [0, 1, 2].map((offset) => insideBase64(value, offset));
  const exact = new Set([
    // Without the last zero byte it is the same whichever end comes first, at least for ASCII.
    Buffer.from(value.toString(), "utf16le").toString("latin1").slice(0, -1),
    ...encoded,
    ...encoded.map((text) => text.replaceAll("+", "-").replaceAll("/", "_")),
  ]);
  return { exact: [...exact], small: [...new Set([plain, plain.replaceAll(" ", "+"), value.toString("hex")])] };
}

// What base64 makes of the bytes when `offset` others are before them: only the characters that depend on no other byte.
function insideBase64(bytes: Buffer, offset: number): string {
  const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
  return text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
}

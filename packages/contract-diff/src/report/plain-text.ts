/**
 * A stranger's text with nothing in it that acts: control characters (and so newlines and terminal codes), line separators, characters that
 * turn the direction of writing or have no width, and halves of surrogate pairs are shown as `\u001b`. What is left is valid in XML too.
 * `::` at its start and `##[` anywhere are shown in the same way: GitHub's runner would take a line of the log for a command.
 */
export function plainText(text: string): string {
  return text
    .replaceAll(ACTING, escaped)
    .replace(/^(\s*):(?=:)/u, String.raw`$1\u003a`)
    .replaceAll(OLD_COMMAND, String.raw`#\u0023[`);
}

/** The same, cut after so many characters, with a mark where it was. */
export function cutText(text: string, maxChars: number): string {
  // Cut before it is made plain, so that a text of megabytes costs nothing; once more after, as escapes are longer than what they stand for.
  const plain = plainText(text.slice(0, maxChars + 1));
  return plain.length <= maxChars ? plain : `${plain.slice(0, maxChars - 1).toWellFormed()}…`;
}

/** A value as JSON that is plain ASCII where a character could act: what a parser reads of it is the same. */
export function plainJson(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, undefined, indent);
  const plain = text.replaceAll(ACTING, (char) => (char === "\n" ? char : escaped(char)));
  return plain.replaceAll(OLD_COMMAND, String.raw`#\u0023[`);
}

const ACTING = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}]/gu;

const OLD_COMMAND = "##[";

function escaped(char: string): string {
  const units = Array.from({ length: char.length }, (_, index) => char.charCodeAt(index).toString(16).padStart(4, "0"));
  return units.map((unit) => String.raw`\u${unit}`).join("");
}

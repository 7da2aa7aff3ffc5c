import { pointerPart } from "@cordon/core";

// oxlint-disable-next-line no-control-regex -- these are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;
const MAX_PARTS = 100;

/** Whether a text has characters that end a line or steer a terminal. */
export function hasControls(text: string): boolean {
  return text.search(CONTROL) !== -1;
}

/** A stranger's text for a message of one line: a line of its own could be a command to a CI service that reads the log. */
export function shownText(text: string): string {
  const escaped = text.replaceAll(CONTROL, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return escaped.toWellFormed();
}

/** A pointer for a message, cut where nobody reads on. */
export function shownPointer(parts: readonly (string | number)[]): string {
  return shownText(parts.slice(0, MAX_PARTS).map(pointerPart).join(""));
}

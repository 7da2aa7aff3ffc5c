/** An error of a plugin's own, in the plugin's words: each may be any text. */
export interface JavaScriptFailure {
  readonly name: string;
  readonly message: string;
  readonly code: string | undefined;
  readonly stack: string;
}

// QuickJS's prelude writes this first for a failure and another kind for an output, so that no output has to be read to tell them apart.
const HEAD = Buffer.from('{"kind":"failed","error":');
const MAX_PROBLEM_CHARS = 500;
const decoder = new TextDecoder();

/** The failure that a call of QuickJS answered with, or `undefined` if it answered with something else. */
export function readFailure(answer: Uint8Array): JavaScriptFailure | undefined {
  if (!HEAD.equals(answer.subarray(0, HEAD.length))) return undefined;
  const { error } = JSON.parse(decoder.decode(answer)) as { readonly error: Readonly<Record<string, unknown>> };
  return {
    name: textOf(error["name"]) ?? "Error",
    message: textOf(error["message"]) ?? "",
    code: textOf(error["code"]),
    stack: textOf(error["stack"]) ?? "",
  };
}

/** What is wrong with a source, and where, as its author is to read it. */
export function problemOf({ name, message, stack }: JavaScriptFailure): string {
  const place = /\bplugin\.js:(\d+):(\d+)/u.exec(stack);
  const where = place === null ? "" : `, in line ${place[1]}, column ${place[2]}`;
  const said = `${name}: ${message}`
    .slice(0, MAX_PROBLEM_CHARS)
    .replaceAll(/\p{Cc}/gu, " ")
    .replace(/\.$/u, "");
  return `${said.toWellFormed()}${where}.`;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value.toWellFormed() : undefined;
}

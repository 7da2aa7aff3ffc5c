import type { JsonValue } from "@cordon/core";

/** What ajv says of one fault. */
export interface Fault {
  readonly instancePath?: string;
  readonly keyword?: string;
  readonly message?: string;
  readonly params?: Readonly<Record<string, JsonValue>>;
}

/** Why a document was refused, in one line: `/pets/0/name must be string`. A branch that was not met is told with its first fault. */
export function reasonOf(faults: readonly Fault[]): string {
  const last = faults.at(-1);
  const first = faults[0];
  if (last === undefined || first === undefined) return "(whole document) is refused";
  if (last === first || !BRANCHING.has(last.keyword ?? "")) return oneLine(said(first));
  return oneLine(last.keyword === "if" ? said(first) : `${said(last)} (${said(first)})`);
}

const BRANCHING: ReadonlySet<string> = new Set(["anyOf", "oneOf", "if"]);
const MAX_CHARS = 300;
/** What a message leaves out, by the name ajv has for it. */
const NAMED = ["additionalProperty", "unevaluatedProperty", "allowedValue", "allowedValues"];

function said({ instancePath, keyword, message, params }: Fault): string {
  const where = instancePath === undefined || instancePath === "" ? "(whole document)" : instancePath;
  if (keyword === "false schema") return `${where} is not allowed`;
  const name = NAMED.find((param) => params !== undefined && Object.hasOwn(params, param));
  const named = name === undefined ? "" : `: ${JSON.stringify(params?.[name])}`;
  return `${where} ${message ?? "is refused"}${named}`;
}

/** Keys and patterns are a stranger's text: they could break the line, or fill the screen. */
function oneLine(text: string): string {
  const cut = text.length > MAX_CHARS ? `${text.slice(0, MAX_CHARS)}...` : text;
  return cut.toWellFormed().replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, " ");
}

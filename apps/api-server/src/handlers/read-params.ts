import { coreError, parseProjectId, type FieldIssue, type ProjectId } from "@cordon/core";

type Params = Readonly<Record<string, string>>;

/** Throws `project/invalid` when there is a parameter that the operation does not take. */
export function checkParams(params: Params, known: readonly string[]): void {
  const issues = unknownParams(params, known);
  if (issues.length > 0) throw coreError("project/invalid", { issues });
}

/** What is wrong with parameters that the operation does not take. */
export function unknownParams(params: Params, known: readonly string[]): readonly FieldIssue[] {
  return Object.keys(params)
    .filter((name) => !known.includes(name))
    .slice(0, 20)
    .map((name) => ({
      pointer: `/${name.slice(0, 64).replaceAll("~", "~0").replaceAll("/", "~1").toWellFormed()}`,
      message: `is not a parameter of this operation; it takes ${known.join(", ") || "none"}`,
    }));
}

/** The project that `id` names. One that could not be an id names no project, which is all that a caller needs to know. */
export function readProjectId(params: Params): ProjectId {
  const text = params["id"] ?? "";
  const id = parseProjectId(text);
  if (id === undefined) throw coreError("project/not-found", { id: text.slice(0, 64) });
  return id;
}

/** A whole number, or `undefined` when the parameter is not there. */
export function readWholeNumber(params: Params, name: string): number | undefined {
  const text = params[name];
  if (text === undefined) return undefined;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw coreError("project/invalid", { issues: [{ pointer: `/${name}`, message: "must be a whole number" }] });
}

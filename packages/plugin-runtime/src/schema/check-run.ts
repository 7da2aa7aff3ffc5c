import { type FieldIssue, type JsonValue, pointerPart } from "@cordon/core";

/** How much work one check of one value may be, and how much it says. */
export const CHECK_LIMITS = {
  /** Parts of the schema times parts of the value; long texts count as several. */
  maxSteps: 1_000_000,
  /** Checks inside each other. Far below what the stack of a thread takes. */
  maxDepth: 512,
  maxIssues: 20,
} as const;

const MAX_POINTER = 200;

/** Where in the value a check is, seen from the inside. Only a walk that explains keeps it. */
export interface Place {
  readonly parent: Place | undefined;
  readonly key: string | number;
}

/** One walk over one value. */
export interface CheckRun {
  stepsLeft: number;
  depth: number;
  /** What was found; without it the walk only asks whether the value fits, and ends at the first thing that does not. */
  issues: FieldIssue[] | undefined;
}

/** Whether a value fits a part of a schema. */
export type Check = (value: JsonValue, run: CheckRun, place: Place | undefined) => boolean;

/**
 * Ends a walk that is too much work. It is thrown, so that no `anyOf` or `oneOf` on the way out can take it for a value
 * that does not fit.
 */
export class TooComplex extends Error {}

/** Pays for work. */
export function spend(run: CheckRun, steps: number): void {
  run.stepsLeft -= steps;
  if (run.stepsLeft < 0) throw new TooComplex();
}

/** Goes one check further in. Whoever enters leaves again by `run.depth -= 1`. */
export function enter(run: CheckRun): void {
  run.stepsLeft -= 1;
  run.depth += 1;
  if (run.stepsLeft < 0 || run.depth > CHECK_LIMITS.maxDepth) throw new TooComplex();
}

/** Says what is wrong, where anybody listens. */
export function refuse(run: CheckRun, place: Place | undefined, message: string): false {
  if (!isDone(run)) run.issues?.push({ pointer: pointerOf(place), message });
  return false;
}

/** Whether nothing that is found from here on would be told. */
export function isDone({ issues }: CheckRun): boolean {
  return issues === undefined || issues.length >= CHECK_LIMITS.maxIssues;
}

/** The place of a part. */
export function inside(run: CheckRun, parent: Place | undefined, key: string | number): Place | undefined {
  return run.issues === undefined ? undefined : { parent, key };
}

/** Asks whether a value fits without saying why not. */
export function fitsQuietly(check: Check, value: JsonValue, run: CheckRun): boolean {
  const { issues } = run;
  run.issues = undefined;
  const fits = check(value, run, undefined);
  run.issues = issues;
  return fits;
}

function pointerOf(place: Place | undefined): string {
  const parts: string[] = [];
  for (let at = place; at !== undefined; at = at.parent) parts.unshift(pointerPart(at.key));
  return parts.join("").slice(0, MAX_POINTER).toWellFormed();
}

import type { ResolvedCompareOptions } from "../compare-options.ts";
import type { Breaks, Bump, Change, Flow } from "../finding.ts";
import type { PathItem } from "./read-path-items.ts";
import type { OpenApiSide } from "./open-api-side.ts";
import type { RawSameness } from "./raw-sameness.ts";
import type { OpenApiRule } from "./open-api-rules.ts";
import { placeOf, type Spot } from "./spot.ts";

/** Two schemas to be held against each other. Where one side has none, anything is allowed there. */
export interface SchemaQuestion {
  readonly old: Spot | undefined;
  readonly next: Spot | undefined;
  readonly flow: Flow;
  /** Whether the schema stands in a request or in a response, whoever sends it: it decides on `readOnly` and `writeOnly`. */
  readonly view: "request" | "response";
  readonly subject: string;
  /** What has the schemas, for a report on a schema that is not there. */
  readonly owners: readonly [old: Spot, next: Spot];
}

/** Answers with the changes of one schema against the other. */
export type CheckSchemas = (question: SchemaQuestion) => readonly Change[];

/** What all parts of a comparison of two documents share. */
export interface DiffContext {
  readonly old: OpenApiSide;
  readonly next: OpenApiSide;
  readonly sameness: RawSameness;
  readonly options: ResolvedCompareOptions;
  readonly checkSchemas: CheckSchemas;
  /** What was found so far. */
  readonly changes: Change[];
  /** Names of security schemes of the old document by those of the new one, where only the name changed. */
  readonly oldSchemeNames: ReadonlyMap<string, string>;
  readonly counts: { operations: number };
  /** True the first time that two callbacks are gone into, so that callbacks which lead back to themselves come to an end. */
  enter(old: Spot, next: Spot, flow: Flow): boolean;
}

/** How the items of a map are called in reports, and by which rules they come and go. */
export interface PathItemNames {
  /** Before the method: empty for paths, `webhook ` for webhooks. */
  readonly prefix: string;
  readonly area: "path" | "webhook" | "callback-path";
  readonly owners: readonly [old: Spot, next: Spot];
}

/** Compares two maps of path items: the paths, the webhooks, the addresses of a callback. */
export type ComparePathItems = (
  context: FlowContext,
  old: readonly PathItem[],
  next: readonly PathItem[],
  names: PathItemNames,
) => void;

/** Which way requests go: `in`, unless the owner of the contract is who sends them. */
export interface FlowContext extends DiffContext {
  readonly flow: Flow;
}

/** One operation, and how it is called in reports. */
export interface OperationContext extends FlowContext {
  readonly subject: string;
  /** For callbacks, which are path items within an operation. */
  readonly comparePathItems: ComparePathItems;
}

/** A change of the document itself. */
export interface Report {
  readonly rule: OpenApiRule;
  readonly breaks: Breaks;
  readonly bump?: Bump;
  readonly certainty?: Change["certainty"];
  readonly subject: string;
  readonly message: string;
  readonly old?: Spot | undefined;
  readonly next?: Spot | undefined;
}

const BUMPS: Readonly<Record<Breaks, Bump>> = { backward: "major", forward: "minor", none: "patch" };

/** Adds a change. The bump follows from whom it breaks: `none` is a patch unless it is said to be more. */
export function report({ changes }: Pick<DiffContext, "changes">, change: Report): void {
  const { rule, breaks, bump = BUMPS[breaks], certainty = "proven", subject, message, old, next } = change;
  const places = {
    ...(old === undefined ? {} : { old: placeOf(old) }),
    ...(next === undefined ? {} : { new: placeOf(next) }),
  };
  changes.push({ rule, breaks, bump, certainty, subject, path: "", message, ...places });
}

/** Adds a change that lets down both those of the old contract and those of the new one: two changes, as a level may ask for one only. */
export function reportBoth(context: Pick<DiffContext, "changes">, change: Omit<Report, "breaks">): void {
  report(context, { ...change, breaks: "backward" });
  report(context, { ...change, breaks: "forward" });
}

/** Whom it breaks if a receiver takes less than before, or a request has to have more. */
export function breaksIfStricter(flow: Flow): Breaks {
  return flow === "in" ? "backward" : "forward";
}

/** Whom it breaks if a receiver takes more than before, or a request may have less. */
export function breaksIfLooser(flow: Flow): Breaks {
  return flow === "in" ? "forward" : "backward";
}

/** Runs the schemas through the comparer, unless a quick look shows that they are the same. */
export function compareSchemas(context: DiffContext, question: SchemaQuestion): void {
  const { old, next } = question;
  if (old === undefined && next === undefined) return;
  if (old !== undefined && next !== undefined && context.sameness.same(old, next, "schema")) return;
  context.changes.push(...context.checkSchemas(question));
}

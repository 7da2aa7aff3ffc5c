import type { JsonValue } from "@cordon/core";
import { resolveCompareOptions, type ResolvedCompareOptions } from "../compare-options.ts";
import type { Change, Flow } from "../finding.ts";
import { createValidator } from "../schema/create-validator.ts";
import type { SchemaNode } from "../schema/schema-node.ts";
import type { SchemaPair } from "./contract-pair.ts";
import type { Judges } from "./judges.ts";
import type { PairAnswer } from "./pair-answer.ts";
import { nodesOf } from "./pair-nodes.ts";

type Expected = SchemaPair["oldInNext"];

/** Asks the engine both ways, and the comparer for both flows: they must agree with the pair, and so with each other. */
export function judgeSchemaPair(pair: SchemaPair, judges: Judges): readonly PairAnswer[] {
  const options = resolveCompareOptions({ content: "open", ...pair.options });
  const { old, next } = nodesOf(pair);
  const changesIn = judges.compare(old, next, "in", options);
  return [
    askEngine({ question: "old in next", expected: pair.oldInNext, left: old, right: next }, judges, options),
    askEngine({ question: "next in old", expected: pair.nextInOld, left: next, right: old }, judges, options),
    flowAnswer(pair, "in", changesIn),
    flowAnswer(pair, "out", judges.compare(old, next, "out", options)),
    ...(pair.rules ?? []).map((rule) => ruleAnswer(rule, changesIn)),
  ];
}

interface Question {
  readonly question: string;
  readonly expected: Expected;
  readonly left: SchemaNode;
  readonly right: SchemaNode;
}

function askEngine(question: Question, judges: Judges, options: ResolvedCompareOptions): PairAnswer {
  const { expected, left, right } = question;
  const verdict = judges.decide(left, right, options);
  const answer = { question: question.question, expected, found: verdict.kind, grade: gradeOf(expected, verdict.kind) };
  if (verdict.kind === "contained") return { ...answer, detail: "" };
  if (verdict.kind === "unknown") return { ...answer, detail: verdict.why };
  const problem = problemWith(verdict.witness, left, right, options);
  return problem === undefined
    ? { ...answer, detail: JSON.stringify(verdict.witness) }
    : { ...answer, grade: "wrong", detail: `${JSON.stringify(verdict.witness)} is no witness: ${problem}` };
}

/** What a validator has against a witness. */
function problemWith(
  witness: JsonValue,
  left: SchemaNode,
  right: SchemaNode,
  { formats }: ResolvedCompareOptions,
): string | undefined {
  const validator = createValidator({ formats });
  if (validator.check(left, witness).valid === false) return "the side that it is of refuses it";
  return validator.check(right, witness).valid === true ? "the other side takes it" : undefined;
}

function gradeOf(expected: Expected, found: Expected): PairAnswer["grade"] {
  if (expected === found) return "right";
  return found === "unknown" ? "unknown" : "wrong";
}

function flowAnswer(pair: SchemaPair, flow: Flow, changes: readonly Change[]): PairAnswer {
  const [backward, forward] = flow === "in" ? [pair.oldInNext, pair.nextInOld] : [pair.nextInOld, pair.oldInNext];
  const found = { backward: saidBy(changes, "backward"), forward: saidBy(changes, "forward") };
  const grades = [gradeOf(backward, found.backward), gradeOf(forward, found.forward)];
  return {
    question: `changes ${flow}`,
    expected: `backward ${backward}, forward ${forward}`,
    found: `backward ${found.backward}, forward ${found.forward}`,
    grade: grades.find((grade) => grade === "wrong") ?? grades.find((grade) => grade === "unknown") ?? "right",
    detail: changes.map(({ rule, path, message }) => `${rule} at ${path || "/"}: ${message}`).join(" "),
  };
}

/** What a list of changes means for one side: a proven break says that documents are lost. */
function saidBy(changes: readonly Change[], side: "backward" | "forward"): Expected {
  const breaking = changes.filter(({ breaks }) => breaks === side);
  if (breaking.length === 0) return "contained";
  return breaking.some(({ certainty }) => certainty === "proven") ? "not-contained" : "unknown";
}

function ruleAnswer(rule: string, changes: readonly Change[]): PairAnswer {
  const found = changes.map((change) => change.rule);
  const grade = found.includes(rule) ? "right" : "wrong";
  return { question: "rule in", expected: rule, found: found.join(", ") || "none", grade, detail: "" };
}

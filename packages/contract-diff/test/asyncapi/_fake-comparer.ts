import type { Change, Flow } from "../../src/finding.ts";
import type { SchemaComparer } from "../../src/rules/compare-schemas.ts";
import type { SchemaNode } from "../../src/schema/schema-node.ts";

/**
 * Says that two schemas differ, and which way their documents go, by `schema/in` or `schema/out`. So the tables of what stands around
 * schemas do not depend on how schemas are judged.
 */
export const fakeComparer: SchemaComparer = {
  compare: (old, next, flow, subject) => (textOf(old) === textOf(next) ? [] : [difference(old, next, flow, subject)]),
};

function difference(old: SchemaNode, next: SchemaNode, flow: Flow, subject: string): Change {
  return {
    rule: `schema/${flow}`,
    breaks: "backward",
    bump: "major",
    certainty: "proven",
    subject,
    path: "",
    message: "It differs.",
    old: old.place,
    new: next.place,
  };
}

function textOf(node: SchemaNode): string {
  let target = node;
  for (let hops = 0; hops < 10; hops += 1) target = target.target("$ref") ?? target;
  const { keywords } = target;
  if (typeof keywords === "boolean") return String(keywords);
  const kept = Object.entries(keywords).filter(
    ([key]) => key !== "description" && key !== "title" && key !== "examples",
  );
  return JSON.stringify(kept.sort(([a], [b]) => (a < b ? -1 : 1)));
}

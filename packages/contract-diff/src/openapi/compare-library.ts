import type { Change } from "../finding.ts";
import { compareSchemas, type DiffContext } from "./diff-context.ts";
import { below, entriesOf, placeOf, type Spot } from "./spot.ts";

/**
 * Compares documents that have schemas and no operations: other documents refer to them, so each schema may stand in a request and in a
 * response.
 */
export function compareLibrary(context: DiffContext): void {
  const [old, next] = [schemasOf(context.old.root), schemasOf(context.next.root)];
  const owners = [context.old.root, context.next.root] as const;
  for (const [name, schema] of old) {
    const counterpart = next.get(name);
    if (counterpart === undefined) {
      context.changes.push(definitionRemoved(name, schema));
      continue;
    }
    context.counts.operations += 1;
    const pair = { old: schema, next: counterpart, owners };
    compareSchemas(context, { ...pair, flow: "in", view: "request", subject: `schema ${name}, request body` });
    compareSchemas(context, { ...pair, flow: "out", view: "response", subject: `schema ${name}, response body` });
  }
}

function schemasOf(root: Spot): ReadonlyMap<string, Spot> {
  return new Map(entriesOf(below(below(root, "components"), "schemas"), "components.schemas"));
}

function definitionRemoved(name: string, schema: Spot): Change {
  return {
    rule: "schema/definition-removed",
    breaks: "backward",
    bump: "major",
    certainty: "proven",
    subject: `schema ${name}`,
    path: "",
    message: `The schema ${name} is gone, and other documents may refer to it. Keep it, or publish a new version without it.`,
    old: placeOf(schema),
  };
}

import { pointerPart } from "@cordon/core";
import type { JsonValue } from "@cordon/core";
import { valueKey } from "../engine/value-key.ts";
import type { Change } from "../finding.ts";
import { isList, isObject } from "../schema/json-kind.ts";
import type { SchemaNode } from "../schema/schema-node.ts";

/**
 * Defaults that differ at the same place of both schemas. They change no document's validity, but what a missing value means. What was `seen`
 * in an earlier walk is not gone into again.
 */
export function changedDefaults(
  old: SchemaNode,
  next: SchemaNode,
  seen: Set<SchemaNode> = new Set(),
): readonly Change[] {
  const changes: Change[] = [];
  const queue: { readonly old: SchemaNode; readonly next: SchemaNode; readonly path: string }[] = [
    { old, next, path: "" },
  ];
  for (let pair = queue.shift(); pair !== undefined; pair = queue.shift()) {
    const [left, right] = [pair.old.keywords, pair.next.keywords];
    if (typeof left === "boolean" || typeof right === "boolean" || seen.has(pair.next)) continue;
    seen.add(pair.next);
    const [before, after] = [left["default"], right["default"]];
    if (before !== undefined && after !== undefined && valueKey(before) !== valueKey(after)) {
      changes.push(defaultChange(pair.old, pair.next, pair.path));
    }
    for (const { at, path } of sharedBelow(left, right)) {
      queue.push({ old: pair.old.child(...at), next: pair.next.child(...at), path: pair.path + path });
    }
    const targets = [left, right].every((keywords) => keywords["$ref"] !== undefined)
      ? { old: pair.old.target("$ref"), next: pair.next.target("$ref") }
      : undefined;
    if (targets?.old !== undefined && targets.next !== undefined) {
      queue.push({ old: targets.old, next: targets.next, path: pair.path });
    }
  }
  return changes;
}

interface Below {
  readonly at: readonly (string | number)[];
  readonly path: string;
}

function* sharedBelow(
  left: Readonly<Record<string, JsonValue>>,
  right: Readonly<Record<string, JsonValue>>,
): Iterable<Below> {
  const [before, after] = [left["properties"], right["properties"]];
  for (const name of isObject(before) ? Object.keys(before) : []) {
    if (isObject(after) && Object.hasOwn(after, name)) yield { at: ["properties", name], path: pointerPart(name) };
  }
  if (left["items"] !== undefined && right["items"] !== undefined) yield { at: ["items"], path: "/*" };
  const [some, others] = [left["allOf"], right["allOf"]];
  for (const index of isList(some) ? some.keys() : []) {
    if (isList(others) && index < others.length) yield { at: ["allOf", index], path: "" };
  }
}

function defaultChange(old: SchemaNode, next: SchemaNode, path: string): Change {
  return {
    rule: "schema/default",
    breaks: "none",
    bump: "minor",
    certainty: "proven",
    subject: "",
    path,
    message: `The default of ${path === "" ? "the value" : `\`${path}\``} changed, so who leaves it out now means something else. Say so in the release notes, or keep the default.`,
    old: old.placeOf("default"),
    new: next.placeOf("default"),
  };
}

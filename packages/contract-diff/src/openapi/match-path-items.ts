import type { PathItem } from "./read-path-items.ts";

/** Which path of the old document is which of the new one. */
export interface MatchedPathItems {
  readonly both: readonly (readonly [old: PathItem, next: PathItem])[];
  readonly removed: readonly PathItem[];
  readonly added: readonly PathItem[];
}

/** Matches by the name as written first, and then by what a server sees of it: `/pets/{id}` is `/pets/{petId}`. */
export function matchPathItems(old: readonly PathItem[], next: readonly PathItem[]): MatchedPathItems {
  const both: (readonly [PathItem, PathItem])[] = [];
  const byName = new Map(next.map((item) => [item.name, item]));
  const left: PathItem[] = [];
  for (const item of old) {
    const same = byName.get(item.name);
    if (same === undefined) left.push(item);
    else {
      both.push([item, same]);
      byName.delete(item.name);
    }
  }
  const byShape = new Map([...byName.values()].map((item) => [templateShape(item.name), item]));
  const removed: PathItem[] = [];
  for (const item of left) {
    const shape = templateShape(item.name);
    const same = byShape.get(shape);
    if (same === undefined) removed.push(item);
    else {
      both.push([item, same]);
      byShape.delete(shape);
      byName.delete(same.name);
    }
  }
  return { both, removed, added: [...byName.values()] };
}

/** A template without the names in it: `/pets/{}`. */
export function templateShape(template: string): string {
  return template.replaceAll(/\{[^{}]*\}/gu, "{}");
}

/** The names in a template, in their order. */
export function templateNames(template: string): readonly string[] {
  return [...template.matchAll(/\{([^{}]*)\}/gu)].map(([, name]) => name ?? "");
}

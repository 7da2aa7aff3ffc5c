import type { ResolvedCompareOptions } from "../compare-options.ts";
import type { Change, Changes, Flow } from "../finding.ts";
import { compareLibrary } from "./compare-library.ts";
import { comparePathItems } from "./compare-path-items.ts";
import { compareSecurity } from "./compare-security.ts";
import { compareSecuritySchemes, matchSchemeNames, readSecuritySchemes } from "./compare-security-schemes.ts";
import { compareServers } from "./compare-servers.ts";
import type { CheckSchemas, DiffContext } from "./diff-context.ts";
import type { OpenApiSide } from "./open-api-side.ts";
import { createRawSameness } from "./raw-sameness.ts";
import { type PathItem, readPathItems } from "./read-path-items.ts";
import { reportWords } from "./report-words.ts";
import { below, itemsOf, objectAt, placeKey, type Spot } from "./spot.ts";

/** Two documents and how their schemas are compared. */
export interface DocumentPair {
  readonly old: OpenApiSide;
  readonly next: OpenApiSide;
  readonly options: ResolvedCompareOptions;
  readonly checkSchemas: CheckSchemas;
}

/** Compares two documents. Changes of a shared definition are still told once for each place that uses it. */
export function diffDocuments({ old, next, options, checkSchemas }: DocumentPair): Changes {
  const sameness = createRawSameness(old, next);
  const changes: Change[] = [];
  const schemes = [readSecuritySchemes(old), readSecuritySchemes(next)] as const;
  const entered = new Set<string>();
  const context: DiffContext = {
    old,
    next,
    sameness,
    options,
    checkSchemas,
    changes,
    oldSchemeNames: matchSchemeNames(...schemes),
    counts: { operations: 0 },
    enter: (from: Spot, to: Spot, flow: Flow) => {
      const key = `${placeKey(from)}\n${placeKey(to)}\n${flow}`;
      if (entered.has(key)) return false;
      entered.add(key);
      return true;
    },
  };
  sameness.same(old.root, next.root, "document");
  const owners = [old.root, next.root] as const;
  compareServers(context, {
    old: below(old.root, "servers"),
    next: below(next.root, "servers"),
    subject: "server",
    owners,
  });
  const security = { old: below(old.root, "security"), next: below(next.root, "security") };
  compareSecurity(context, {
    ...security,
    flow: "in",
    subject: "every operation without a security of its own",
    owners,
  });

  const [paths, nextPaths] = [readItems(old, "paths"), readItems(next, "paths")];
  const [hooks, nextHooks] = [readItems(old, "webhooks"), readItems(next, "webhooks")];
  compareSecuritySchemes(context, schemes, usedSchemes(old.root, [...paths, ...hooks]));
  comparePathItems({ ...context, flow: "in" }, paths, nextPaths, { prefix: "", area: "path", owners });
  comparePathItems({ ...context, flow: "out" }, hooks, nextHooks, { prefix: "webhook ", area: "webhook", owners });
  const hasOperations = [paths, nextPaths, hooks, nextHooks].some((items) => items.length > 0);
  if (!hasOperations) compareLibrary(context);
  reportWords(context);
  return { changes, examined: context.counts.operations + sameness.schemas() };
}

function readItems(side: OpenApiSide, key: "paths" | "webhooks"): readonly PathItem[] {
  return readPathItems(side, below(side.root, key), key);
}

// A scheme that nothing asks for may change as it likes.
function usedSchemes(root: Spot, items: readonly PathItem[]): ReadonlySet<string> {
  const used = new Set<string>();
  const lists = [below(root, "security")];
  for (const { operations } of items) {
    for (const operation of operations.values()) lists.push(below(operation, "security"));
  }
  for (const list of lists) {
    for (const requirement of itemsOf(list, "security")) {
      for (const name of Object.keys(objectAt(requirement, "A security requirement"))) used.add(name);
    }
  }
  return used;
}

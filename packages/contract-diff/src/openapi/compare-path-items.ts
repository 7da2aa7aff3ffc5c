import { compareOperation } from "./compare-operation.ts";
import {
  type DiffContext,
  type FlowContext,
  type OperationContext,
  type PathItemNames,
  report,
} from "./diff-context.ts";
import { matchPathItems } from "./match-path-items.ts";
import type { PathItem } from "./read-path-items.ts";
import { readParameters } from "./read-parameters.ts";

/** Compares two maps of path items, operation by operation. A path whose operations all went away is one change. */
export function comparePathItems(
  context: FlowContext,
  old: readonly PathItem[],
  next: readonly PathItem[],
  names: PathItemNames,
): void {
  const { both, removed, added } = matchPathItems(old, next);
  const [from, to] = names.owners;
  for (const item of removed) {
    countAlone(context, item);
    const message = `${methodsOf(item)} of it is in the contract no longer: those that rely on it are let down. Deprecate it first, and keep it.`;
    const subject = `${names.prefix}${item.name}`;
    report(context, {
      rule: `openapi/${names.area}-removed`,
      breaks: "backward",
      subject,
      message,
      old: item.spot,
      next: to,
    });
  }
  for (const item of added) {
    countAlone(context, item);
    const message = `${methodsOf(item)} of it is new, and unknown to those that know the old contract only.`;
    const subject = `${names.prefix}${item.name}`;
    report(context, {
      rule: `openapi/${names.area}-added`,
      breaks: "forward",
      subject,
      message,
      old: from,
      next: item.spot,
    });
  }
  for (const [item, same] of both) compareItem(context, item, same, names);
}

function compareItem(context: FlowContext, old: PathItem, next: PathItem, { prefix }: PathItemNames): void {
  // The words of the item itself; its parameters are compared with each operation.
  context.sameness.same(context.old.settle(old.spot), context.next.settle(next.spot), "path-item-shared");
  for (const [method, operation] of old.operations) {
    const same = next.operations.get(method);
    const name = `${prefix}${method.toUpperCase()} ${next.name}`;
    if (same !== undefined) {
      const inner: OperationContext = { ...context, subject: name, comparePathItems };
      compareOperation(inner, { item: old, spot: operation }, { item: next, spot: same });
      continue;
    }
    context.counts.operations++;
    const message = "The operation is removed: those that rely on it are let down. Deprecate it first, and keep it.";
    report(context, {
      rule: "openapi/operation-removed",
      breaks: "backward",
      subject: name,
      message,
      old: operation,
      next: next.spot,
    });
  }
  for (const [method, operation] of next.operations) {
    if (old.operations.has(method)) continue;
    context.counts.operations++;
    readParameters(context.next, next, operation);
    const message = "The operation is added, and unknown to those that know the old contract only.";
    const subject = `${prefix}${method.toUpperCase()} ${next.name}`;
    report(context, {
      rule: "openapi/operation-added",
      breaks: "forward",
      subject,
      message,
      old: old.spot,
      next: operation,
    });
  }
}

function countAlone(context: DiffContext, item: PathItem): void {
  context.counts.operations += item.operations.size;
}

function methodsOf(item: PathItem): string {
  const methods = [...item.operations.keys()].map((method) => method.toUpperCase());
  return methods.length === 0 ? "Nothing" : methods.join(", ");
}

import { type OperationContext, report } from "./diff-context.ts";
import { readPathItems } from "./read-path-items.ts";
import { below, entriesOf, type Spot } from "./spot.ts";

/**
 * Compares what the other side is called back with. The owner of the contract sends these requests, so all directions are turned round. A
 * callback that is removed breaks those who wait for it; an added one is expected by those alone who know the new contract.
 */
export function compareCallbacks(context: OperationContext, oldOperation: Spot, nextOperation: Spot): void {
  const [ours, theirs] = [callbacksOf(oldOperation), callbacksOf(nextOperation)];
  const flow = context.flow === "in" ? "out" : "in";
  for (const [name, entry] of ours) {
    const same = theirs.get(name);
    const subject = `${context.subject}, callback ${name}`;
    if (same === undefined) {
      const message = `The callback ${name} is removed: those that wait for it are never called.`;
      report(context, {
        rule: "openapi/callback-removed",
        breaks: "backward",
        subject,
        message,
        old: entry,
        next: nextOperation,
      });
      continue;
    }
    const [old, next] = [context.old.settle(entry), context.next.settle(same)];
    // A callback that leads to an operation with the same callback was not seen to differ by what is in it, and is not gone into again.
    if (context.sameness.same(old, next, "callback") || !context.enter(old, next, flow)) continue;
    const [from, to] = [readPathItems(context.old, old, "A callback"), readPathItems(context.next, next, "A callback")];
    context.comparePathItems({ ...context, flow }, from, to, {
      prefix: `${subject}, `,
      owners: [old, next],
      area: "callback-path",
    });
  }
  for (const [name, entry] of theirs) {
    if (ours.has(name)) continue;
    const subject = `${context.subject}, callback ${name}`;
    const message = `The callback ${name} is added: those that know the new contract expect to be called.`;
    report(context, {
      rule: "openapi/callback-added",
      breaks: "forward",
      subject,
      message,
      old: oldOperation,
      next: entry,
    });
  }
}

function callbacksOf(operation: Spot): ReadonlyMap<string, Spot> {
  return new Map(entriesOf(below(operation, "callbacks"), "callbacks"));
}

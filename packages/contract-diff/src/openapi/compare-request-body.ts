import { compareContent } from "./compare-content.ts";
import { breaksIfLooser, breaksIfStricter, type OperationContext, report } from "./diff-context.ts";
import { below, objectAt, ownValue, type Spot } from "./spot.ts";

/**
 * Compares what an operation takes as its body. A body that is taken no longer is more than a parameter that has no effect any more: it is
 * what the request was for, so its removal breaks those who send it.
 */
export function compareRequestBody(context: OperationContext, oldOperation: Spot, nextOperation: Spot): void {
  const { flow } = context;
  const subject = `${context.subject}, request body`;
  const [written, rewritten] = [below(oldOperation, "requestBody"), below(nextOperation, "requestBody")];
  const old = written === undefined ? undefined : context.old.settle(written);
  const next = rewritten === undefined ? undefined : context.next.settle(rewritten);
  if (old === undefined && next === undefined) return;
  const [was, is] = [old !== undefined && isRequired(old), next !== undefined && isRequired(next)];
  if (next === undefined) {
    const message =
      "The request body is removed: what is sent has no place to go. Take it as an optional body for a while.";
    const places = { subject, old, next: nextOperation };
    report(context, { ...places, rule: "openapi/request-body-removed", breaks: breaksIfStricter(flow), message });
    const lacking =
      "The request body was required and is removed: requests without it are refused by the old contract.";
    if (was)
      report(context, {
        ...places,
        rule: "openapi/request-body-removed",
        breaks: breaksIfLooser(flow),
        message: lacking,
      });
    return;
  }
  if (old === undefined) {
    const message = "A request body may be sent now, which those that know the old contract only do not take.";
    const places = { subject, old: oldOperation, next };
    report(context, { ...places, rule: "openapi/request-body-added", breaks: breaksIfLooser(flow), message });
    const lacking =
      "A request body is added and required: requests made for the old contract have none. Make it optional.";
    if (is)
      report(context, {
        ...places,
        rule: "openapi/request-body-added",
        breaks: breaksIfStricter(flow),
        message: lacking,
      });
    return;
  }
  if (context.sameness.same(old, next, "request-body")) return;
  if (!was && is) {
    const message =
      "The request body was optional and is required now: requests without it are refused. Leave it optional.";
    report(context, {
      rule: "openapi/request-body-required",
      breaks: breaksIfStricter(flow),
      subject,
      message,
      old,
      next,
    });
  }
  if (was && !is) {
    const message = "The request body was required and is optional now: the old contract refuses a request without it.";
    report(context, {
      rule: "openapi/request-body-optional",
      breaks: breaksIfLooser(flow),
      subject,
      message,
      old,
      next,
    });
  }
  const content = { old: below(old, "content"), next: below(next, "content") };
  compareContent(context, { ...content, view: "request", flow, subject, owners: [old, next] });
}

function isRequired(body: Spot): boolean {
  return ownValue(objectAt(body, "A request body"), "required") === true;
}

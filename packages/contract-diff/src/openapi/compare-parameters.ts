import {
  breaksIfLooser,
  breaksIfStricter,
  compareSchemas,
  type OperationContext,
  report,
  reportBoth,
} from "./diff-context.ts";
import { compareDeprecation } from "./compare-deprecation.ts";
import { type Parameter, schemaOfParameter, type Serialization, serializationOf } from "./read-parameters.ts";
import { ownValue } from "./spot.ts";
import { parseMediaRange } from "./media-range.ts";

type Parameters = ReadonlyMap<string, Parameter>;

/**
 * Compares the parameters of an operation. One that is removed, or added and optional, breaks nobody: servers take no notice of what they do
 * not know. That is silent, though, so it asks for a minor version and not for a patch.
 */
export function compareParameters(context: OperationContext, old: Parameters, next: Parameters): void {
  for (const [key, parameter] of old) {
    const same = next.get(key);
    if (same === undefined) reportRemoved(context, parameter);
    else compareParameter(context, parameter, same);
  }
  for (const [key, parameter] of next) {
    if (!old.has(key)) reportAdded(context, parameter);
  }
}

function reportRemoved(context: OperationContext, parameter: Parameter): void {
  const what = nameOf(parameter);
  const subject = `${context.subject}, ${what}`;
  report(context, {
    rule: "openapi/parameter-removed",
    breaks: "none",
    bump: "minor",
    subject,
    message: `The ${what} is removed: it is no error to send it, but it has no effect any more. Tell those that use it.`,
    old: parameter.spot,
  });
  if (!isNeeded(context, parameter)) return;
  report(context, {
    rule: "openapi/required-parameter-removed",
    breaks: breaksIfLooser(context.flow),
    subject,
    message: `The ${what} was required and is removed: a request without it is refused by those that know the old contract only.`,
    old: parameter.spot,
  });
}

function reportAdded(context: OperationContext, parameter: Parameter): void {
  const what = nameOf(parameter);
  const subject = `${context.subject}, ${what}`;
  if (isNeeded(context, parameter)) {
    report(context, {
      rule: "openapi/required-parameter-added",
      breaks: breaksIfStricter(context.flow),
      subject,
      message: `The ${what} is added and required: requests made for the old contract lack it. Make it optional, or add an operation.`,
      next: parameter.spot,
    });
    return;
  }
  report(context, {
    rule: "openapi/parameter-added",
    breaks: "none",
    bump: "minor",
    subject,
    message: `The optional ${what} is added: those that know the old contract only take no notice of it.`,
    next: parameter.spot,
  });
}

function compareParameter(context: OperationContext, old: Parameter, next: Parameter): void {
  if (old.name === next.name && context.sameness.same(old.spot, next.spot, "parameter")) return;
  const { flow } = context;
  const what = nameOf(next);
  const places = { subject: `${context.subject}, ${what}`, old: old.spot, next: next.spot };
  if (old.where === "path" && old.name !== next.name) {
    const message = `The path parameter ${old.name} is called ${next.name} now. On the wire nothing changes; generated clients do.`;
    report(context, { ...places, rule: "openapi/path-parameter-renamed", breaks: "none", message });
  }
  const [needed, stillNeeded] = [isNeeded(context, old), isNeeded(context, next)];
  if (!needed && stillNeeded) {
    const message = `The ${what} was optional and is required now: requests without it are refused. Leave it optional.`;
    report(context, { ...places, rule: "openapi/parameter-required", breaks: breaksIfStricter(flow), message });
  }
  if (needed && !stillNeeded) {
    const message = `The ${what} was required and is optional now: those that know the old contract only refuse a request without it.`;
    report(context, { ...places, rule: "openapi/parameter-optional", breaks: breaksIfLooser(flow), message });
  }
  compareFlags(context, old, next, places.subject);
  compareDeprecation(context, old.spot, next.spot, places.subject);
  const [from, to] = [
    serializationOf(context.old, old.spot, old.where),
    serializationOf(context.next, next.spot, next.where),
  ];
  if (sameSerialization(from, to)) {
    const schemas = { old: schemaOfParameter(old.spot), next: schemaOfParameter(next.spot) };
    compareSchemas(context, {
      ...schemas,
      flow,
      view: "request",
      subject: places.subject,
      owners: [old.spot, next.spot],
    });
    return;
  }
  const message = `The ${what} is written as ${describe(to)} and no longer as ${describe(from)}: the two sides misread each other. Add a parameter instead.`;
  reportBoth(context, { ...places, rule: "openapi/parameter-serialization", message });
}

function compareFlags(context: OperationContext, old: Parameter, next: Parameter, subject: string): void {
  for (const flag of ["allowReserved", "allowEmptyValue"]) {
    const [was, is] = [ownValue(old.spot.value, flag) === true, ownValue(next.spot.value, flag) === true];
    if (was === is || next.where !== "query") continue;
    const breaks = was ? breaksIfStricter(context.flow) : breaksIfLooser(context.flow);
    const effect = was
      ? "what it let be sent is refused or misread now"
      : "those that know the old contract only refuse or misread it";
    const message = `${flag} of the query parameter ${next.name} is ${is ? "on" : "off"} now: ${effect}.`;
    report(context, { rule: "openapi/parameter-values", breaks, subject, message, old: old.spot, next: next.spot });
  }
}

/** Whether two ways of writing a value are the same on the wire. `explode` counts only where both are of more than one value. */
export function sameSerialization(old: Serialization, next: Serialization): boolean {
  if (old.media !== undefined && next.media !== undefined) return sameMedia(old.media, next.media);
  const exploded = old.explode === next.explode || old.explode === undefined || next.explode === undefined;
  return old.style === next.style && exploded;
}

function sameMedia(old: string, next: string): boolean {
  const [from, to] = [parseMediaRange(old), parseMediaRange(next)];
  return from.type === to.type && from.subtype === to.subtype && from.parameters.join() === to.parameters.join();
}

/** A way of writing, in words. */
export function describe({ style, explode, media }: Serialization): string {
  if (media !== undefined) return media;
  return explode === undefined ? `style ${style}` : `style ${style} ${explode ? "exploded" : "not exploded"}`;
}

// A receiver that fills in defaults needs no value for a parameter that has one.
function isNeeded({ options }: OperationContext, { required, where, spot }: Parameter): boolean {
  const filled =
    options.defaults === "filled" &&
    where !== "path" &&
    ownValue(schemaOfParameter(spot)?.value, "default") !== undefined;
  return required && !filled;
}

function nameOf({ where, name }: Parameter): string {
  return `${where} parameter ${name}`;
}

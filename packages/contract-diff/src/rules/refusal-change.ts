import type { JsonValue } from "@cordon/core";
import type { ResolvedCompareOptions } from "../compare-options.ts";
import { isObject } from "../schema/json-kind.ts";
import type { Breaks, Change, Flow } from "../finding.ts";
import type { Refusal } from "./locate-changes.ts";

/** Words a refusal as a change of the contract. `breaks` says which of the two versions refuses. */
export function refusalChange(
  refusal: Refusal,
  breaks: Exclude<Breaks, "none">,
  flow: Flow,
  options: ResolvedCompareOptions,
): Change {
  const { outcome, path, receiving, sending } = refusal;
  // Who is let down backward meets the new version: for what comes in, it is the new one that refuses.
  const refusing = (breaks === "backward") === (flow === "in") ? "new" : "old";
  const places = placesOf(refusing, sending, receiving);
  const bump = breaks === "backward" ? "major" : "minor";
  if (outcome.kind === "unknown") {
    return {
      rule: "schema/undecided",
      breaks,
      bump,
      certainty: "unknown",
      subject: "",
      path,
      message: `It could not be decided whether the ${refusing} version takes all that the other allows: ${outcome.why}. Look at \`${refusal.keyword}\` by hand, or say it in simpler words.`,
      ...places,
    };
  }
  const { witness, reason } = outcome;
  return {
    rule: `schema/${RULES.get(refusal.keyword) ?? kebab(refusal.keyword)}`,
    breaks,
    bump,
    certainty: "proven",
    subject: "",
    path,
    message: `${whoIsLetDown(breaks, flow)}: ${demand(refusal)}${refusal.isInBranch ? ", or pass another branch of the union" : ""}.${explanation(refusal, options)}`,
    ...places,
    witness: {
      document: witness,
      acceptedBy: refusing === "new" ? "old" : "new",
      refusedBy: refusing,
      reason,
    },
  };
}

const RULES: ReadonlyMap<string, string> = new Map([
  ["$ref", "reference"],
  ["$dynamicRef", "reference"],
  ["allOf", "whole"],
  ["then", "condition"],
  ["else", "condition"],
  ["if", "condition"],
  ["false", "nothing-allowed"],
  ["schema", "whole"],
]);

function placesOf(
  refusing: "old" | "new",
  sending: Refusal["sending"],
  receiving: Refusal["receiving"],
): Pick<Change, "old" | "new"> {
  const [old, next] = refusing === "new" ? [sending, receiving] : [receiving, sending];
  return { ...(old === undefined ? {} : { old }), ...(next === undefined ? {} : { new: next }) };
}

function whoIsLetDown(breaks: "backward" | "forward", flow: Flow): string {
  if (breaks === "backward") {
    return flow === "in"
      ? "The new version refuses what the old one took"
      : "The new version may send what readers of the old one refuse";
  }
  return flow === "in"
    ? "The old version refuses what the new one takes"
    : "The old version may send what readers of the new one refuse";
}

/** What the refusing side asks for. */
function demand({ keyword, value, path }: Refusal): string {
  const place = path === "" ? "the value" : `\`${path}\``;
  const say = DEMANDS.get(keyword);
  return say === undefined ? `${place} must pass \`${keyword}\`` : say(place, shown(value));
}

const DEMANDS: ReadonlyMap<string, (place: string, value: string) => string> = new Map([
  ["required", (place): string => `${place} must be there`],
  ["type", (place, value): string => `${place} must be of type ${value}`],
  ["enum", (place, value): string => `${place} must be one of ${value}`],
  ["const", (place, value): string => `${place} must be ${value}`],
  ["minimum", (place, value): string => `${place} must be ${value} or more`],
  ["exclusiveMinimum", (place, value): string => `${place} must be more than ${value}`],
  ["maximum", (place, value): string => `${place} must be ${value} or less`],
  ["exclusiveMaximum", (place, value): string => `${place} must be less than ${value}`],
  ["multipleOf", (place, value): string => `${place} must be a multiple of ${value}`],
  ["minLength", (place, value): string => `${place} must have ${value} characters or more`],
  ["maxLength", (place, value): string => `${place} must have ${value} characters or fewer`],
  ["pattern", (place, value): string => `${place} must match ${value}`],
  ["format", (place, value): string => `${place} must have the format ${value}`],
  ["minItems", (place, value): string => `${place} must have ${value} items or more`],
  ["maxItems", (place, value): string => `${place} must have ${value} items or fewer`],
  ["uniqueItems", (place): string => `the items of ${place} must differ`],
  ["minProperties", (place, value): string => `${place} must have ${value} properties or more`],
  ["maxProperties", (place, value): string => `${place} must have ${value} properties or fewer`],
  ["additionalProperties", (place): string => `${place} must have no property beside the declared ones`],
  ["unevaluatedProperties", (place): string => `${place} must have no property beside the declared ones`],
  ["items", (place): string => `${place} must have no item beside the declared ones`],
  ["unevaluatedItems", (place): string => `${place} must have no item beside the declared ones`],
  ["anyOf", (place): string => `${place} must pass one of the branches of anyOf`],
  ["oneOf", (place): string => `${place} must pass exactly one of the branches of oneOf`],
  ["false", (place): string => `${place} must not be there`],
]);

function explanation({ keyword, path, node, sending }: Refusal, { content, defaults }: ResolvedCompareOptions): string {
  if (keyword === "required" && defaults === "annotation" && hasDefault(node.keywords, path)) {
    return " It has a default, but a default does not fill in what is missing; `--defaults filled` is for receivers that do.";
  }
  if (content === "open" && sending === undefined && path !== "") {
    return " An open object lets through what it does not declare; `--content declared` trusts senders to send only what is declared.";
  }
  return "";
}

function hasDefault(keywords: JsonValue, path: string): boolean {
  const name = path
    .slice(path.lastIndexOf("/") + 1)
    .replaceAll("~1", "/")
    .replaceAll("~0", "~");
  const properties = isObject(keywords) ? keywords["properties"] : undefined;
  const schema = isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
  return isObject(schema) && Object.hasOwn(schema, "default");
}

const MAX_SHOWN = 80;

/** A value in a message, cut where it is long. */
export function shown(value: JsonValue | undefined): string {
  const text = JSON.stringify(value ?? null);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}

function kebab(keyword: string): string {
  return keyword.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`);
}

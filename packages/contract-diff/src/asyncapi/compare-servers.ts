import { matchTemplateNames, readAddressTemplate } from "./address-template.ts";
import { compareBindings } from "./compare-bindings.ts";
import { compareSecurity } from "./compare-security.ts";
import { compareTemplateValues } from "./compare-template-values.ts";
import { compareWords } from "./compare-words.ts";
import { plainFields } from "./fields-of.ts";
import type { Comparison } from "./comparison.ts";
import { matchItems } from "./match-items.ts";
import type { Model } from "./model.ts";
import { objectAt, refuse, textAt } from "./read-shape.ts";
import type { Side } from "./side.ts";
import { childOf, type Spot } from "./spot.ts";

/** Compares the servers by key, and those with another key by where they are. Gives the new key of each old one. */
export function compareServers(comparison: Comparison, old: Model, next: Model): ReadonlyMap<string, string> {
  const { pairs, removed, added } = matchItems(old.servers, next.servers, [whereabouts]);
  for (const [key, spot] of removed) {
    comparison.report({
      rule: "asyncapi/server-removed",
      breaks: "backward",
      subject: `server ${key}`,
      message: `The server ${key} is there no longer, and somebody is connected to it. Keep it until nobody is.`,
      old: spot,
      next: comparison.next.root,
    });
  }
  for (const [key, spot] of added) {
    comparison.report({
      rule: "asyncapi/server-added",
      breaks: "forward",
      subject: `server ${key}`,
      message: `The server ${key} is new. Who connects to it needs the new version.`,
      old: comparison.old.root,
      next: spot,
    });
  }
  for (const { key, nextKey, old: before, next: after } of pairs) {
    comparison.examine();
    const subject = `server ${key}`;
    if (key !== nextKey) {
      const message = `The key of the server changed from ${key} to ${nextKey}. Its address is the same; generated code changes.`;
      comparison.report({
        rule: "asyncapi/server-renamed",
        breaks: "none",
        subject,
        message,
        old: before,
        next: after,
      });
    }
    compareServer(comparison, before, after, subject);
  }
  return new Map(pairs.map(({ key, nextKey }) => [key, nextKey]));
}

function compareServer(comparison: Comparison, old: Spot, next: Spot, subject: string): void {
  for (const field of ["protocol", "protocolVersion", "address"] as const) {
    const before = field === "address" ? addressOf(old).shape : lowerCase(old, field);
    const after = field === "address" ? addressOf(next).shape : lowerCase(next, field);
    if (before === after) continue;
    comparison.reportBoth({
      rule: "asyncapi/server-changed",
      subject: `${subject}, ${field}`,
      message: `Its ${field} was ${before ?? "not said"} and is ${after ?? "not said"} now. Add a server beside it and keep this one until nobody is connected to it.`,
      old,
      next,
    });
  }
  const holders = { oldHolder: old, nextHolder: next };
  for (const [name, nextName] of matchTemplateNames(addressOf(old), addressOf(next))) {
    compareTemplateValues(comparison, {
      rule: "asyncapi/server-variable",
      old: variableOf(old, name, comparison.old),
      next: variableOf(next, nextName, comparison.next),
      ...holders,
      subject: `${subject}, variable ${name}`,
    });
  }
  compareSecurity(comparison, { old: childOf(old, "security"), next: childOf(next, "security"), ...holders, subject });
  compareBindings(comparison, {
    old: childOf(old, "bindings"),
    next: childOf(next, "bindings"),
    ...holders,
    kind: "server",
    flow: "in",
    subject,
  });
  compareWords(comparison, { subject, old: plainFields(old), next: plainFields(next) });
}

function whereabouts(spot: Spot): string {
  return JSON.stringify([lowerCase(spot, "protocol"), addressOf(spot).shape]);
}

function lowerCase(spot: Spot, field: "protocol" | "protocolVersion"): string | undefined {
  return textAt(childOf(spot, field))?.toLowerCase();
}

// Hosts are the same in any case of letters, and no path is the path "/".
function addressOf(spot: Spot): ReturnType<typeof readAddressTemplate> {
  const host = textAt(childOf(spot, "host")) ?? refuse(spot, "must have a host");
  const path = textAt(childOf(spot, "pathname")) ?? "";
  const shown = path === "/" ? "" : path;
  const { shape, names } = readAddressTemplate(`${host}${shown === "" || shown.startsWith("/") ? "" : "/"}${shown}`);
  const end = shape.length - readAddressTemplate(shown).shape.length;
  return { shape: shape.slice(0, end).toLowerCase() + shape.slice(end), names };
}

function variableOf(spot: Spot, name: string, { reader }: Side): Spot | undefined {
  const variables = childOf(spot, "variables");
  const variable = variables && childOf(objectAt(variables), name);
  return variable && objectAt(reader.follow(variable));
}

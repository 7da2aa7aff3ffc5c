import { type DiffContext, report, reportBoth } from "./diff-context.ts";
import { templateNames, templateShape } from "./match-path-items.ts";
import { equalJson } from "./equal-json.ts";
import type { JsonValue } from "@cordon/core";
import { below, entriesOf, invalidAt, itemsOf, type Spot, textAt } from "./spot.ts";

/** The servers of a document, of a path or of an operation, and where to point if there are none. */
export interface ServersQuestion {
  readonly old: Spot | undefined;
  readonly next: Spot | undefined;
  readonly subject: string;
  readonly owners: readonly [old: Spot, next: Spot];
}

interface Server {
  readonly url: string;
  readonly spot: Spot | undefined;
  /** In the order of the template, as names of variables are not on the wire. */
  readonly variables: readonly (Spot | undefined)[];
}

/** Compares where an API is served. Relative addresses are compared as they are written; none at all is `/`. */
export function compareServers(context: DiffContext, { old, next, subject, owners }: ServersQuestion): void {
  if (equalJson(old?.value ?? [], next?.value ?? [])) return;
  const [ours, theirs] = [readServers(old), readServers(next)];
  for (const [key, server] of ours) {
    const same = theirs.get(key);
    if (same !== undefined) {
      const sides = [server.spot ?? owners[0], same.spot ?? owners[1]] as const;
      compareVariables(context, [server, same], sides, subject);
      continue;
    }
    const message = `The server ${server.url} is removed: those that call it get no answer. Keep it until nobody does.`;
    const places = { old: server.spot ?? owners[0], next: next ?? owners[1] };
    report(context, {
      ...places,
      rule: "openapi/server-removed",
      breaks: "backward",
      subject: `${subject} ${server.url}`,
      message,
    });
  }
  for (const [key, server] of theirs) {
    if (ours.has(key)) continue;
    const message = `The server ${server.url} is added: in the old contract there is none.`;
    const places = { old: old ?? owners[0], next: server.spot ?? owners[1] };
    report(context, {
      ...places,
      rule: "openapi/server-added",
      breaks: "forward",
      subject: `${subject} ${server.url}`,
      message,
    });
  }
}

function compareVariables(
  context: DiffContext,
  [from, to]: readonly [Server, Server],
  [old, next]: readonly [Spot, Spot],
  subject: string,
): void {
  for (const [index, variable] of to.variables.entries()) {
    const before = from.variables[index];
    const name = templateNames(to.url)[index] ?? "";
    const places = {
      rule: "openapi/server-variable",
      subject: `${subject} ${to.url} variable ${name}`,
      old,
      next,
    } as const;
    const [was, is] = [textAt(below(before, "default"), "default"), textAt(below(variable, "default"), "default")];
    if (was !== is) {
      const message = `The default of ${name} was ${was ?? "none"} and is ${is ?? "none"}: those that set none call another server.`;
      reportBoth(context, { ...places, message });
    }
    const [allowed, stillAllowed] = [enumOf(before), enumOf(variable)];
    const lost = missing(allowed, stillAllowed);
    if (lost !== undefined) {
      const message = `The variable ${name} may no longer be ${lost}: those that call that server get no answer.`;
      report(context, { ...places, breaks: "backward", message });
    }
    const gained = missing(stillAllowed, allowed);
    if (gained !== undefined) {
      const message = `The variable ${name} may be ${gained} now, which the old contract does not have.`;
      report(context, { ...places, breaks: "forward", message });
    }
  }
}

// What is in `some` and not in `all`, in words. No list is every value.
function missing(
  some: ReadonlySet<JsonValue> | undefined,
  all: ReadonlySet<JsonValue> | undefined,
): string | undefined {
  if (all === undefined) return undefined;
  if (some === undefined) return "anything";
  const lost = [...some].filter((value) => !all.has(value));
  return lost.length === 0 ? undefined : lost.map(String).join(" or ");
}

function enumOf(variable: Spot | undefined): ReadonlySet<JsonValue> | undefined {
  const values = below(variable, "enum");
  return values === undefined ? undefined : new Set(itemsOf(values, "enum").map(({ value }) => value));
}

function readServers(servers: Spot | undefined): ReadonlyMap<string, Server> {
  const list = itemsOf(servers, "servers");
  if (list.length === 0) return new Map([["", { url: "/", spot: undefined, variables: [] }]]);
  const found = new Map<string, Server>();
  for (const spot of list) {
    const url = textAt(below(spot, "url"), "url");
    if (url === undefined) throw invalidAt(spot, "A server must have a url, a string.");
    const variables = new Map(entriesOf(below(spot, "variables"), "variables"));
    // `/` and nothing are one place, since paths begin with a slash.
    const key = templateShape(url).replace(/\/$/u, "");
    found.set(key, { url, spot, variables: templateNames(url).map((name) => variables.get(name)) });
  }
  return found;
}

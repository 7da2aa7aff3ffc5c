import { equalJson } from "./equal-json.ts";
import { type DiffContext, report, reportBoth } from "./diff-context.ts";
import type { OpenApiSide } from "./open-api-side.ts";
import { below, entriesOf, objectAt, ownValue, type Spot, textAt } from "./spot.ts";

/** How credentials are given, by the names of the schemes. */
export type SecuritySchemes = ReadonlyMap<string, Spot>;

/** Reads the schemes of a document, each with its `$ref` followed. */
export function readSecuritySchemes(side: OpenApiSide): SecuritySchemes {
  const found = new Map<string, Spot>();
  const schemes = below(below(side.root, "components"), "securitySchemes");
  for (const [name, entry] of entriesOf(schemes, "securitySchemes")) {
    const spot = side.settle(entry);
    objectAt(spot, "A security scheme");
    found.set(name, spot);
  }
  return found;
}

/** Names of the old document by those of the new one, for schemes that got another name and stayed the same: names are not on the wire. */
export function matchSchemeNames(old: SecuritySchemes, next: SecuritySchemes): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const gone = [...old].filter(([name]) => !next.has(name));
  for (const [name, spot] of next) {
    if (old.has(name)) continue;
    const index = gone.findIndex(([, other]) => equalJson(other.value, spot.value));
    const [found] = index === -1 ? [] : gone.splice(index, 1);
    if (found !== undefined) names.set(name, found[0]);
  }
  return names;
}

/** Compares the schemes that both documents know by the same name and of which `used` says that operations ask for them. */
export function compareSecuritySchemes(
  context: DiffContext,
  schemes: readonly [old: SecuritySchemes, next: SecuritySchemes],
  used: ReadonlySet<string>,
): void {
  for (const [name, old] of schemes[0]) {
    const next = schemes[1].get(name);
    if (next === undefined || !used.has(name) || equalJson(old.value, next.value)) continue;
    const subject = `security scheme ${name}`;
    const changed = whatChanged(old, next);
    if (changed.length > 0) {
      const message = `${changed.join(" and ")} of ${name} changed: credentials given the old way are not understood. Add a scheme and ask for either.`;
      reportBoth(context, { rule: "openapi/security-scheme", subject, message, old, next });
    } else compareFlows(context, [old, next], subject);
  }
}

function whatChanged(old: Spot, next: Spot): readonly string[] {
  const ofType = ownValue(next.value, "type") === "apiKey" ? ["in", "name"] : ["scheme", "openIdConnectUrl"];
  return ["type", ...ofType].filter((key) => {
    const [was, is] = [textAt(below(old, key), key), textAt(below(next, key), key)];
    return isCaseless(key, next) ? was?.toLowerCase() !== is?.toLowerCase() : was !== is;
  });
}

// Names of HTTP schemes and of headers mean the same in any case (RFC 9110, 5.1 and 11.1).
function isCaseless(key: string, scheme: Spot): boolean {
  return key === "scheme" || (key === "name" && ownValue(scheme.value, "in") === "header");
}

function compareFlows(context: DiffContext, [old, next]: readonly [Spot, Spot], subject: string): void {
  const [ours, theirs] = [flowsOf(old), flowsOf(next)];
  for (const [name, flow] of ours) {
    const same = theirs.get(name);
    if (same !== undefined) compareFlow(context, [flow, same], `${subject}, flow ${name}`);
    else {
      const message = `The flow ${name} is removed: those that get their tokens by it get none. Keep it beside the others.`;
      report(context, { rule: "openapi/oauth-flow-removed", breaks: "backward", subject, message, old: flow, next });
    }
  }
  for (const [name, flow] of theirs) {
    if (ours.has(name)) continue;
    const message = `The flow ${name} is added, which the old contract does not have.`;
    report(context, { rule: "openapi/oauth-flow-added", breaks: "forward", subject, message, old, next: flow });
  }
}

function compareFlow(context: DiffContext, [old, next]: readonly [Spot, Spot], subject: string): void {
  const places = { subject, old, next };
  const urls = ["authorizationUrl", "tokenUrl", "refreshUrl"].filter(
    (key) => textAt(below(old, key), key) !== textAt(below(next, key), key),
  );
  if (urls.length > 0) {
    const message = `${urls.join(" and ")} changed: those that know the old address get no token there. Keep the address.`;
    reportBoth(context, { ...places, rule: "openapi/oauth-url", message });
  }
  const [ours, theirs] = [scopesOf(old), scopesOf(next)];
  const lost = ours.filter((scope) => !theirs.includes(scope));
  const gained = theirs.filter((scope) => !ours.includes(scope));
  if (lost.length > 0) {
    const message = `The scope ${lost.join(", ")} is removed: those that ask for it get no token. Keep it, without an effect if need be.`;
    report(context, { ...places, rule: "openapi/oauth-scope-removed", breaks: "backward", message });
  }
  if (gained.length > 0) {
    const message = `The scope ${gained.join(", ")} is added, which the old contract does not have.`;
    report(context, { ...places, rule: "openapi/oauth-scope-added", breaks: "forward", message });
  }
}

function flowsOf(scheme: Spot): ReadonlyMap<string, Spot> {
  return new Map(entriesOf(below(scheme, "flows"), "flows").filter(([name]) => !name.startsWith("x-")));
}

function scopesOf(flow: Spot): readonly string[] {
  return entriesOf(below(flow, "scopes"), "scopes").map(([name]) => name);
}

import { parseGrantedNetwork } from "../address/check-addresses.ts";
import type { Network } from "../address/special-ranges.ts";
import { parseTarget } from "../request/target.ts";
import { EGRESS_METHODS, type EgressRule, isEgressMethod } from "./egress-rule.ts";
import { type HostPattern, parseHostPattern } from "./host-pattern.ts";

/** A rule that was checked, and copied from whoever gave it. */
export interface CompiledRule {
  readonly index: number;
  readonly host: HostPattern;
  readonly methods: ReadonlySet<string>;
  readonly matchesPath: (path: string) => boolean;
  readonly ports: ReadonlySet<number> | undefined;
  readonly allowHttp: boolean;
  readonly networks: readonly Network[];
}

const FIELDS: ReadonlySet<string> = new Set(["host", "methods", "paths", "ports", "allowHttp", "allowPrivate"]);
const MAX_RULES = 1000;

/** Checks rules. Throws a `TypeError` or `RangeError` for the first that does not say clearly what it allows. */
export function compileRules(rules: readonly EgressRule[]): readonly CompiledRule[] {
  const list = listOf("rules", rules);
  if (list.length > MAX_RULES) throw new RangeError(`There may be ${MAX_RULES} rules, and there are ${list.length}.`);
  return list.map(compileRule);
}

function compileRule(rule: EgressRule, index: number): CompiledRule {
  if (typeof rule !== "object" || rule === null) throw new TypeError(`Rule ${index} must be an object.`);
  for (const name of Object.keys(rule))
    if (!FIELDS.has(name)) throw new TypeError(`Rule ${index} has a field "${name}", which rules do not have.`);
  const { allowHttp = false, ports } = rule;
  if (typeof allowHttp !== "boolean")
    throw new TypeError(`allowHttp of rule ${index} must be true or false, and is ${String(allowHttp)}.`);
  const matchers = listOf("paths", rule.paths).map(pathMatcher);
  return Object.freeze({
    index,
    host: parseHostPattern(rule.host),
    methods: new Set(listOf("methods", rule.methods).map(checkMethod)),
    matchesPath: (path: string) => matchers.some((matches) => matches(path)),
    ports: ports === undefined ? undefined : new Set(listOf("ports", ports).map(checkPort)),
    allowHttp,
    networks: listOf("allowPrivate", rule.allowPrivate ?? []).map(parseGrantedNetwork),
  });
}

function pathMatcher(path: string): (found: string) => boolean {
  const isPrefix = typeof path === "string" && path.endsWith("/*");
  const plain = isPrefix ? path.slice(0, -1) : path;
  const target = typeof plain === "string" && plain.startsWith("/") ? parseTarget(`https://host${plain}`) : "";
  if (typeof target === "string" || target.url.href !== `https://host${plain}` || /[*?#]/.test(plain))
    throw new RangeError(
      `A path is such as "/v1/items", percent-encoded, or "/v1/*" for all that is below, and not ${JSON.stringify(path)}.`,
    );
  return isPrefix ? (found) => found.startsWith(plain) : (found) => found === plain;
}

function checkMethod(method: string): string {
  if (isEgressMethod(method)) return method;
  throw new RangeError(`A method is one of ${EGRESS_METHODS.join(", ")}, and not ${JSON.stringify(method)}.`);
}

function checkPort(port: number): number {
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new RangeError(`A port is a whole number from 1 to 65535, and not ${String(port)}.`);
}

function listOf<Item>(name: string, list: readonly Item[]): readonly Item[] {
  if (Array.isArray(list)) return [...list];
  throw new TypeError(`${name} must be an array, and is ${typeof list}.`);
}

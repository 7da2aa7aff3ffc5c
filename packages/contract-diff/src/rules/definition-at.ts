import { pointerKeys } from "../schema/pointer.ts";

/** A part of a document that has a name, so that many places can refer to it. */
export interface DefinitionPlace {
  /** As a person calls it: `schema User`. */
  readonly title: string;
  /** The keys from the definition on. */
  readonly rest: readonly string[];
}

const KINDS: ReadonlyMap<string, string> = new Map([
  ["schemas", "schema"],
  ["parameters", "parameter"],
  ["responses", "response"],
  ["requestBodies", "request body"],
  ["headers", "header"],
  ["examples", "example"],
  ["links", "link"],
  ["callbacks", "callback"],
  ["pathItems", "path item"],
  ["securitySchemes", "security scheme"],
  ["messages", "message"],
  ["messageTraits", "message trait"],
  ["operations", "operation"],
  ["operationTraits", "operation trait"],
  ["channels", "channel"],
  ["servers", "server"],
  ["serverVariables", "server variable"],
  ["correlationIds", "correlation id"],
  ["replies", "reply"],
  ["replyAddresses", "reply address"],
  ["tags", "tag"],
  ["externalDocs", "link to documentation"],
]);

/** The shared definition that a pointer leads into: a component of OpenAPI or AsyncAPI, or `$defs` at the top of a schema. */
export function definitionAt(pointer: string): DefinitionPlace | undefined {
  const [first, second, ...others] = pointerKeys(pointer) ?? [];
  if (first === undefined || second === undefined) return undefined;
  if (first === "$defs" || first === "definitions") return { title: `schema ${second}`, rest: others };
  const [name, ...rest] = others;
  if (first !== "components" || name === undefined) return undefined;
  return { title: `${KINDS.get(second) ?? second} ${name}`, rest };
}

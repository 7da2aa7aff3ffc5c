import type { BackwardAnswer, ContractPair } from "@cordon/contract-diff/conformance";
import { compareJsonSchema, compareOpenApi } from "api-smart-diff";

/** What the peer says about a pair, `fails` where it throws. */
export type PeerAnswer = BackwardAnswer | "fails";

interface Diff {
  readonly type: string;
}

/**
 * Asks api-smart-diff, which classifies each difference by rules. Its rules for schemas know of no direction and read a schema as that of a
 * request; in OpenAPI documents it turns them round for responses by itself. A schema in the words of OpenAPI is put into a request of a
 * document, so that the peer reads it in those words. `undefined` for what its README does not name: it names JSON Schema 2020-12 and OpenAPI 3.0.
 */
export function askPeer(pair: ContractPair): PeerAnswer | undefined {
  if (!isSupported(pair)) return undefined;
  // It reads booleans as no schemas at all; the object form of them says the same.
  const [old, next] = [asObject(pair.old), asObject(pair.next)];
  try {
    if (pair.kind === "openapi") return answerOf(compareOpenApi(old, next).diffs);
    if (pair.kind === "json-schema" && pair.dialect === "openapi-3.0")
      return answerOf(compareOpenApi(inRequest(old), inRequest(next)).diffs);
    return answerOf(compareJsonSchema(old, next).diffs);
  } catch {
    // A peer that fails has given no answer, and the table says so.
    return "fails";
  }
}

function isSupported(pair: ContractPair): boolean {
  if (pair.kind === "json-schema") return ["2020-12", "openapi-3.0"].includes(pair.dialect ?? "2020-12");
  return pair.kind === "openapi" && JSON.stringify(pair.old).includes('"openapi":"3.0.');
}

const answerOf = (diffs: readonly Diff[]): PeerAnswer =>
  diffs.some(({ type }) => type === "breaking") ? "breaks" : "holds";

function asObject(schema: unknown): Record<string, unknown> {
  if (schema === true) return {};
  return schema === false ? { not: {} } : structuredClone(schema as Record<string, unknown>);
}

function inRequest({ components = {}, ...schema }: Record<string, unknown>): Record<string, unknown> {
  const requestBody = { required: true, content: { "application/json": { schema } } };
  return {
    openapi: "3.0.3",
    info: { title: "One request", version: "1.0.0" },
    paths: { "/": { post: { requestBody, responses: { 200: { description: "Taken." } } } } },
    components,
  };
}

import type { FastifyRequest } from "fastify";
import { malformedRequest } from "./http-errors.ts";

type Params = Readonly<Record<string, string>>;

const NONE: Params = Object.freeze({});

/**
 * The parameters of path and query as one record. Throws for a query parameter that comes twice or that bears a path
 * parameter's name: which of the two is meant is nothing to guess at.
 */
export function readParams(request: FastifyRequest, inPath: readonly string[]): Params {
  const path = request.params as Params;
  const start = request.url.indexOf("?");
  if (start < 0) return inPath.length === 0 ? NONE : path;
  const params = new Map(inPath.map((name) => [name, path[name] ?? ""]));
  for (const [name, value] of new URLSearchParams(request.url.slice(start + 1))) {
    if (params.has(name)) throw malformedRequest();
    params.set(name, value);
  }
  // fromEntries defines its properties, so that a parameter named __proto__ is only a name.
  return Object.fromEntries(params);
}

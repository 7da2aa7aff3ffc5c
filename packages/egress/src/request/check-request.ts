import type { FieldIssue } from "@cordon/core";
import { egressError } from "../errors.ts";
import type { ResolvedLimits } from "../limits.ts";
import { EGRESS_METHODS, type EgressMethod, isEgressMethod } from "../rules/egress-rule.ts";
import { checkHeaders, type HeaderLine } from "./check-headers.ts";
import type { EgressRequest } from "./egress-request.ts";
import { parseTarget, type Target } from "./target.ts";

/** A request that was checked, and copied, so that nothing of it can change any more. */
export interface CheckedRequest {
  readonly method: EgressMethod;
  readonly target: Target;
  readonly headers: readonly HeaderLine[];
  readonly body: Uint8Array | undefined;
  readonly timeoutMs: number;
}

const FIELDS: ReadonlySet<string> = new Set(["method", "url", "headers", "body", "timeoutMs"]);

/** Reads each field once: whoever made the request may have made it so that it answers differently the second time. */
export function checkRequest(request: EgressRequest, limits: ResolvedLimits): CheckedRequest {
  const given = readFields(request);
  const issues: FieldIssue[] = [];
  const report = (pointer: string, message: string): undefined => void issues.push({ pointer, message });

  const method = isEgressMethod(given["method"]) ? given["method"] : undefined;
  if (method === undefined) report("/method", `must be one of ${EGRESS_METHODS.join(", ")}`);
  const target = typeof given["url"] === "string" ? parseTarget(given["url"]) : "must be a string";
  if (typeof target === "string") report("/url", target);
  const headers = checkHeaders(given["headers"], limits.maxHeaderBytes, report);
  const body = checkBody(given["body"], method, limits.maxRequestBytes, report);
  const timeoutMs = given["timeoutMs"] ?? limits.timeoutMs;
  if (typeof timeoutMs !== "number" || !(timeoutMs > 0 && timeoutMs <= limits.timeoutMs))
    report("/timeoutMs", `must be a number above 0 and at most ${limits.timeoutMs}`);

  if (issues.length > 0 || method === undefined || typeof target === "string" || typeof timeoutMs !== "number")
    throw egressError("egress/invalid", { issues });
  return { method, target, headers, body, timeoutMs };
}

function readFields(request: unknown): Readonly<Record<string, unknown>> {
  if (typeof request !== "object" || request === null) throw invalidAsWhole("must be an object");
  const fields: Record<string, unknown> = {};
  let names: readonly string[];
  try {
    names = Object.keys(request);
    for (const name of FIELDS) fields[name] = (request as Record<string, unknown>)[name];
  } catch {
    // A getter or a proxy that throws. What it threw is a guest's, and no one's to read.
    throw invalidAsWhole("cannot be read");
  }
  if (names.some((name) => !FIELDS.has(name))) throw invalidAsWhole(`may have no fields but ${[...FIELDS].join(", ")}`);
  return fields;
}

function invalidAsWhole(message: string): Error {
  return egressError("egress/invalid", { issues: [{ pointer: "", message }] });
}

type Report = (pointer: string, message: string) => undefined;

function checkBody(
  body: unknown,
  method: EgressMethod | undefined,
  maxBytes: number,
  report: Report,
): Uint8Array | undefined {
  if (body === undefined) return undefined;
  if (!(body instanceof Uint8Array)) return report("/body", "must be a Uint8Array");
  const tooLarge = { what: "body of the request", maxBytes };
  if (body.length > maxBytes) throw egressError("egress/too-large", tooLarge);
  // Of memory that another thread shares, only a copy stays what was looked at; and only a copy tells its real length.
  const copy = new Uint8Array(body);
  if (copy.length > maxBytes) throw egressError("egress/too-large", tooLarge);
  if (method !== "GET" && method !== "HEAD") return copy;
  return copy.length === 0 ? undefined : report("/body", `must be left out of a ${method} request`);
}

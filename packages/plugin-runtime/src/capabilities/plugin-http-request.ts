import type { FieldIssue, PluginHttpRequest } from "@cordon/core";
import { pluginError } from "../errors.ts";

/** Checks the shape of what a guest calls a request. What it may be is egress's matter. */
export function safeHttpRequest(pluginId: string, request: unknown): PluginHttpRequest {
  const issues =
    typeof request === "object" && request !== null
      ? [...issuesOf(request as Readonly<Record<string, unknown>>)]
      : [{ pointer: "", message: "must be an object" }];
  if (issues.length > 0) throw pluginError("plugin/invalid-request", { pluginId, issues });
  return request as PluginHttpRequest;
}

function* issuesOf(request: Readonly<Record<string, unknown>>): Generator<FieldIssue> {
  const { method, url, headers, body, bodyEncoding } = request;
  if (typeof method !== "string") yield { pointer: "/method", message: "must be a string" };
  if (typeof url !== "string") yield { pointer: "/url", message: "must be a string" };
  if (headers !== undefined && !isTexts(headers))
    yield { pointer: "/headers", message: "must be an object of strings" };
  if (body !== undefined && typeof body !== "string") yield { pointer: "/body", message: "must be a string" };
  if (bodyEncoding !== undefined && bodyEncoding !== "text" && bodyEncoding !== "base64")
    yield { pointer: "/bodyEncoding", message: 'must be "text" or "base64"' };
}

function isTexts(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((each) => typeof each === "string");
}

import type { JsonObject } from "@cordon/core";
import { api, NUMBER, operation, TEXT } from "./_diff.ts";
import { pair, type Pair } from "./_pairs.ts";

const OK: JsonObject = { responses: { "200": { description: "Fine" } } };
const hook = (value: JsonObject): JsonObject => api({ webhooks: { pet: { post: { ...OK, ...value } } } });
const callback = (value: JsonObject): JsonObject =>
  operation({ callbacks: { done: { "{$request.query.url}": { post: { ...OK, ...value } } } } });
const sent = (media: JsonObject): JsonObject => ({ requestBody: { content: { "application/json": media } } });

export const callbackPairs: readonly Pair[] = [
  pair("a webhook is added", api({}), hook({}), ["webhook-added forward minor"], ["webhook-removed backward major"]),
  pair(
    "a callback is added",
    operation({}),
    callback({}),
    ["callback-added forward minor"],
    ["callback-removed backward major"],
  ),
  pair(
    "a callback goes to another address",
    operation({ callbacks: { done: { "{$request.query.a}": { post: OK } } } }),
    operation({ callbacks: { done: { "https://a.example": { post: OK } } } }),
    ["callback-path-added forward minor", "callback-path-removed backward major"],
  ),
  pair("what a webhook sends changes", hook(sent(TEXT)), hook(sent(NUMBER)), ["schema/out-request"]),
  pair("what a callback sends changes", callback(sent(TEXT)), callback(sent(NUMBER)), ["schema/out-request"]),
  pair(
    "what a webhook is answered changes",
    hook({ responses: { "200": { description: "", content: { "application/json": TEXT } } } }),
    hook({ responses: { "200": { description: "", content: { "application/json": NUMBER } } } }),
    ["schema/in-response"],
  ),
  pair(
    "a webhook is sent with one more required parameter",
    hook({}),
    hook({ parameters: [{ in: "query", name: "a", required: true }] }),
    ["required-parameter-added forward minor"],
    ["parameter-removed none minor", "required-parameter-removed backward major"],
  ),
  pair(
    "a webhook may be sent without its body",
    hook({ requestBody: { required: true, content: {} } }),
    hook({ requestBody: { content: {} } }),
    ["request-body-optional backward major"],
    ["request-body-required forward minor"],
  ),
  pair(
    "a webhook is sent in one more media type",
    hook(sent(TEXT)),
    hook({ requestBody: { content: { "application/json": TEXT, "text/plain": TEXT } } }),
    ["request-media-type-added backward major"],
    ["request-media-type-removed forward minor"],
  ),
  pair(
    "a parameter that a webhook is sent with becomes required",
    hook({ parameters: [{ in: "query", name: "a" }] }),
    hook({ parameters: [{ in: "query", name: "a", required: true }] }),
    ["parameter-required forward minor"],
    ["parameter-optional backward major"],
  ),
  pair(
    "a webhook is sent with credentials",
    hook({}),
    hook({ security: [{ key: [] }] }),
    ["security-tightened forward minor"],
    ["security-loosened backward major"],
  ),
  pair(
    "a webhook has to be answered with a header",
    hook({ responses: { "200": { description: "", headers: { "X-Id": TEXT } } } }),
    hook({ responses: { "200": { description: "", headers: { "X-Id": { ...TEXT, required: true } } } } }),
    ["header-required backward major"],
    ["header-optional forward minor"],
  ),
  pair(
    "a webhook may be answered with a header",
    hook({}),
    hook({ responses: { "200": { description: "Fine", headers: { "X-Id": TEXT } } } }),
    ["header-added none minor"],
    ["header-removed none minor"],
  ),
  pair(
    "a webhook has to be answered with a new header",
    hook({}),
    hook({ responses: { "200": { description: "Fine", headers: { "X-Id": { ...TEXT, required: true } } } } }),
    ["header-added backward major"],
    ["header-removed forward minor"],
  ),
];

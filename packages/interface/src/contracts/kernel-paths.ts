import type { JsonObject } from "@cordon/core";
import { answer, body, inPath, problems, query } from "./openapi-parts.ts";

const MODULE: JsonObject = inPath("moduleId", { type: "string", maxLength: 100 }, "The id that the manifest gives.");
const KEY: JsonObject = inPath("key", { type: "string", maxLength: 100 });
const CURSOR: JsonObject = query("cursor", "The next of the page before.", { type: "string" });
const LIMIT: JsonObject = query("limit", "How many at the most; 50 if left out.", {
  type: "integer",
  minimum: 1,
  maximum: 100,
});
const REVISION: JsonObject = query("expectedRevision", "Delete only if it is still at this revision.", {
  type: "integer",
  minimum: 1,
});

const MODULE_MEANINGS: Readonly<Record<number, string>> = {
  403: "The caller has no grant to call this method.",
  404: "No such module, or no such method.",
  409: "The module is not in a state for this, or others depend on it.",
  429: "Too many requests, or more calls than the module takes at once.",
  502: "The module failed.",
  503: "The module does not run, or one that it depends on does not.",
  504: "The module was not done in time.",
};
const DECISION_MEANINGS: Readonly<Record<number, string>> = {
  422: "Fields at fault, each named.",
  500: "The log was changed from outside; verify it to see where.",
};
const CONFIG_MEANINGS: Readonly<Record<number, string>> = {
  404: "No such entry.",
  409: "The entry is at another revision.",
  503: "Not now; or a secret, and the server has no key to encrypt it with.",
};

const READ = [401, 406, 422, 429] as const;
const WITH_BODY = [400, 413, 415] as const;
const CHANGE = [...READ, 404, 409, 502, 503, 504] as const;

/** The routes of modules, of decisions and of the configuration. */
export const KERNEL_PATHS: JsonObject = {
  "/v1/modules": {
    get: {
      operationId: "modules.list",
      summary: "List the modules.",
      responses: { 200: answer("All of them.", "module-list"), ...problems(READ) },
    },
  },
  "/v1/modules/{moduleId}": {
    parameters: [MODULE],
    get: {
      operationId: "modules.get",
      summary: "Read a module, and ask it for its health.",
      responses: { 200: answer("The module.", "module-status"), ...problems([...READ, 404], MODULE_MEANINGS) },
    },
  },
  "/v1/modules/{moduleId}/start": {
    parameters: [MODULE],
    post: {
      operationId: "modules.start",
      summary: "Start a module, and keep it started.",
      responses: { 200: answer("The module.", "module"), ...problems(CHANGE, MODULE_MEANINGS) },
    },
  },
  "/v1/modules/{moduleId}/stop": {
    parameters: [MODULE],
    post: {
      operationId: "modules.stop",
      summary: "Stop a module.",
      requestBody: { ...body("stop-module"), required: false },
      responses: { 200: answer("The module.", "module"), ...problems([...CHANGE, ...WITH_BODY], MODULE_MEANINGS) },
    },
  },
  "/v1/modules/{moduleId}/invoke": {
    parameters: [MODULE],
    post: {
      operationId: "modules.invoke",
      summary: "Call a method of a module, for which the caller needs its id, `:` and the method.",
      requestBody: body("invoke-module"),
      responses: {
        200: answer("What it answered.", "module-result"),
        ...problems([...CHANGE, ...WITH_BODY, 403], MODULE_MEANINGS),
      },
    },
  },
  "/v1/decisions": {
    get: {
      operationId: "decisions.list",
      summary: "List decisions, newest first.",
      parameters: [LIMIT, CURSOR, query("actor", "Only those of this one.", { type: "string" })],
      responses: { 200: answer("A page.", "decision-list"), ...problems([...READ, 500], DECISION_MEANINGS) },
    },
    post: {
      operationId: "decisions.record",
      summary: "Note a decision of the caller. It is never changed.",
      requestBody: body("record-decision"),
      responses: {
        201: answer("The decision as it is kept.", "decision"),
        ...problems([...READ, ...WITH_BODY, 500, 503], DECISION_MEANINGS),
      },
    },
  },
  "/v1/decisions/head": {
    get: {
      operationId: "decisions.head",
      summary: "Read the end of the log, to keep it elsewhere.",
      responses: { 200: answer("The end.", "decision-head"), ...problems([...READ, 500], DECISION_MEANINGS) },
    },
  },
  "/v1/decisions/verify": {
    post: {
      operationId: "decisions.verify",
      summary: "Read the whole log, and say whether it was changed.",
      requestBody: { ...body("verify-decisions"), required: false },
      responses: {
        200: answer("All is sound, or the first problem.", "decision-verdict"),
        ...problems([...READ, ...WITH_BODY], DECISION_MEANINGS),
      },
    },
  },
  "/v1/config": {
    get: {
      operationId: "config.list",
      summary: "List the configuration. Values of secrets are not in it.",
      parameters: [LIMIT, CURSOR],
      responses: { 200: answer("A page.", "config-list"), ...problems(READ) },
    },
  },
  "/v1/config/{key}": {
    parameters: [KEY],
    put: {
      operationId: "config.set",
      summary: "Set an entry. What is secret stays so until it is deleted.",
      requestBody: body("set-config"),
      responses: {
        200: answer("The entry.", "config-entry"),
        ...problems([...READ, ...WITH_BODY, 409, 503], CONFIG_MEANINGS),
      },
    },
    delete: {
      operationId: "config.delete",
      summary: "Delete an entry.",
      parameters: [REVISION],
      responses: { 204: { description: "Deleted." }, ...problems([...READ, 404, 409, 503], CONFIG_MEANINGS) },
    },
  },
};

import {
  configEntryResponse,
  type ConfigEntryV1,
  configListResponse,
  readRequest,
  setConfigRequest,
  writeResponse,
} from "@cordon/interface";
import { type ConfigEntry, kernelError } from "@cordon/kernel";
import { serverError } from "../errors.ts";
import type { MessagingParts } from "../messaging/messaging-parts.ts";
import type { Operation, OperationCall } from "./operation.ts";
import { checkPluginParams, readLimit } from "./plugin-params.ts";
import { timeOf } from "./plugin-to-dto.ts";
import { writableValue } from "./writable.ts";

const MAX_ENTRIES = 100;
const MAX_DEPTH = 64;
const KEY = /^[\w-]+(?:\.[\w-]+)*$/;

/** Lists the configuration. Values of secrets are not in it. */
export function listConfigOperation({ kernel }: MessagingParts): Operation {
  const { config } = kernel.state;
  return {
    access: "token",
    body: "none",
    async run(call, signal) {
      checkPluginParams(call, ["limit", "cursor"]);
      const limit = readLimit(call, MAX_ENTRIES);
      const after = cursorOf(call);
      const found = await config.list(after === undefined ? { limit } : { limit, after }, signal);
      const last = found.at(-1)?.key;
      const isFull = last !== undefined && found.length === limit;
      const more = isFull ? await config.list({ limit: 1, after: last }, signal) : [];
      const list = { items: found.map(entryToDto), next: more.length > 0 ? (last ?? null) : null };
      return { outcome: "ok", body: writeResponse(configListResponse, call.version, list) };
    },
  };
}

/** Sets an entry. */
export function setConfigOperation({ kernel }: MessagingParts): Operation {
  return {
    access: "token",
    body: "required",
    async run(call, signal) {
      checkPluginParams(call, ["key"]);
      const { value, secret, expectedRevision } = readRequest(setConfigRequest, call.bodyVersion, call.body);
      const request = {
        key: keyOf(call),
        value,
        ...(secret === undefined ? {} : { secret }),
        ...(expectedRevision === undefined ? {} : { expectRevision: expectedRevision }),
      };
      const entry = await kernel.state.config.set(request, signal);
      return { outcome: "ok", body: writeResponse(configEntryResponse, call.version, entryToDto(entry)) };
    },
  };
}

/** Deletes an entry. */
export function deleteConfigOperation({ kernel }: MessagingParts): Operation {
  return {
    access: "token",
    body: "none",
    async run(call, signal) {
      checkPluginParams(call, ["key", "expectedRevision"]);
      const key = keyOf(call);
      const expectRevision = revisionOf(call);
      const request = expectRevision === undefined ? { key } : { key, expectRevision };
      if (!(await kernel.state.config.delete(request, signal)))
        throw kernelError("state/not-found", { what: "config entry", key: key.slice(0, 128) });
      return { outcome: "empty" };
    },
  };
}

function keyOf({ params }: OperationCall): string {
  return params["key"] ?? "";
}

function revisionOf({ params: { expectedRevision } }: OperationCall): number | undefined {
  if (expectedRevision === undefined) return undefined;
  if (/^[1-9]\d{0,14}$/.test(expectedRevision)) return Number(expectedRevision);
  const issue = { pointer: "/expectedRevision", message: "must be a whole number from 1" };
  throw serverError("server/invalid-parameters", { issues: [issue] });
}

function cursorOf({ params: { cursor } }: OperationCall): string | undefined {
  if (cursor === undefined || (cursor.length <= 128 && KEY.test(cursor))) return cursor;
  const issue = { pointer: "/cursor", message: "was not made by this list" };
  throw serverError("server/invalid-parameters", { issues: [issue] });
}

// Field by field: what is not named here, such as which key a secret is encrypted with, does not leave the server.
function entryToDto(entry: ConfigEntry): ConfigEntryV1 {
  const { key, secret, revision, updatedAt } = entry;
  const kept = { key, secret, revision, updatedAt: timeOf(updatedAt) };
  return entry.secret ? kept : { ...kept, value: writableValue(entry.value, MAX_DEPTH) };
}

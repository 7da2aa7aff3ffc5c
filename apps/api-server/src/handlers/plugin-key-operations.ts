import {
  type AddPluginKeyV1,
  addPluginKeyRequest,
  pluginKeyListResponse,
  pluginKeyResponse,
  type PluginKeyV1,
  readRequest,
  revokePluginKeyRequest,
  writeResponse,
} from "@cordon/interface";
import type { ManagedTrustStore, NewTrustedKey, TrustedKey } from "@cordon/plugin-runtime";
import { serverError } from "../errors.ts";
import type { Operation } from "./operation.ts";
import { checkPluginParams, readLimit } from "./plugin-params.ts";
import { timeOf } from "./plugin-to-dto.ts";

const MAX_KEYS = 1000;

/** Adds a key to trust for plugins. */
export function addPluginKeyOperation(keys: ManagedTrustStore): Operation {
  return {
    access: "token",
    body: "required",
    async run(call, signal) {
      checkPluginParams(call, []);
      const asked = readRequest(addPluginKeyRequest, call.bodyVersion, call.body);
      const key = await keys.add(keyOf(asked), signal);
      return { outcome: "created", body: writeResponse(pluginKeyResponse, call.version, keyToDto(key)) };
    },
  };
}

/** Lists the keys, page by page. */
export function listPluginKeysOperation(keys: ManagedTrustStore): Operation {
  return {
    access: "token",
    body: "none",
    async run(call, signal) {
      checkPluginParams(call, ["limit", "cursor"]);
      const limit = readLimit(call, MAX_KEYS - 1);
      const after = cursorOf(call.params["cursor"]);
      // One more than asked for tells whether another page follows.
      const found = await keys.list({ limit: limit + 1, ...(after === undefined ? {} : { after }) }, signal);
      const items = found.slice(0, limit).map(keyToDto);
      const next = found.length > limit ? (items.at(-1)?.keyId ?? null) : null;
      return { outcome: "ok", body: writeResponse(pluginKeyListResponse, call.version, { items, next }) };
    },
  };
}

/** Revokes a key for ever. */
export function revokePluginKeyOperation(keys: ManagedTrustStore): Operation {
  return {
    access: "token",
    body: "required",
    async run(call, signal) {
      checkPluginParams(call, ["keyId"]);
      const { reason } = readRequest(revokePluginKeyRequest, call.bodyVersion, call.body);
      const key = await keys.revoke({ keyId: call.params["keyId"] ?? "", reason }, signal);
      return { outcome: "ok", body: writeResponse(pluginKeyResponse, call.version, keyToDto(key)) };
    },
  };
}

function keyOf({ notBefore, notAfter, ...same }: AddPluginKeyV1): NewTrustedKey {
  return {
    ...same,
    ...(notBefore === undefined ? {} : { notBefore: Date.parse(notBefore) }),
    ...(notAfter === undefined ? {} : { notAfter: Date.parse(notAfter) }),
  };
}

function keyToDto({ keyId, publicKey, plugins, ...when }: TrustedKey): PluginKeyV1 {
  const { notBefore, notAfter, revokedAt, revokedReason } = when;
  return {
    keyId,
    publicKey,
    plugins,
    notBefore: timeOrNull(notBefore),
    notAfter: timeOrNull(notAfter),
    revokedAt: timeOrNull(revokedAt),
    revokedReason: revokedReason ?? null,
  };
}

function timeOrNull(milliseconds: number | undefined): string | null {
  return milliseconds === undefined ? null : timeOf(milliseconds);
}

function cursorOf(cursor: string | undefined): string | undefined {
  if (cursor === undefined || /^[\w.:-]{1,100}$/.test(cursor)) return cursor;
  const issue = { pointer: "/cursor", message: "was not made by this list" };
  throw serverError("server/invalid-parameters", { issues: [issue] });
}

import {
  busGrantListResponse,
  busGrantResponse,
  type BusGrantV1,
  createBusGrantRequest,
  narrowBusGrantRequest,
  type NarrowBusGrantV1,
  readRequest,
  writeResponse,
} from "@cordon/interface";
import { serverError } from "../errors.ts";
import type { BusGrantRecord, BusGrants, MessagingParts, NewBusGrant } from "../messaging/messaging-parts.ts";
import type { Operation, OperationCall, OperationResult } from "./operation.ts";
import { checkPluginParams, readLimit } from "./plugin-params.ts";
import { timeOf } from "./plugin-to-dto.ts";

type AskedLimits = Pick<NarrowBusGrantV1, "expiresAt" | "uses">;

const MAX_GRANTS = 1000;
const GRANT_ID = /^[\w.:-]{1,100}$/;

/** Lists what was granted, page by page. */
export function listBusGrantsOperation({ grants }: MessagingParts): Operation {
  return {
    access: "token",
    body: "none",
    async run(call, signal) {
      checkPluginParams(call, ["limit", "cursor"]);
      const limit = readLimit(call, MAX_GRANTS - 1);
      const after = cursorOf(call);
      // One more than asked for tells whether another page follows.
      const found = await grants.list({ limit: limit + 1, ...(after === undefined ? {} : { after }) }, signal);
      const items = found.slice(0, limit).map(grantToDto);
      const next = found.length > limit ? (items.at(-1)?.id ?? null) : null;
      return { outcome: "ok", body: writeResponse(busGrantListResponse, call.version, { items, next }) };
    },
  };
}

/** Grants a capability on the bus. */
export function createBusGrantOperation({ grants }: MessagingParts): Operation {
  return {
    access: "token",
    body: "required",
    async run(call, signal) {
      checkPluginParams(call, []);
      const { principal, capability, ...asked } = readRequest(createBusGrantRequest, call.bodyVersion, call.body);
      const grant = { principal, capability, ...limitsOf(asked) };
      return created(await grants.add(grant, call.principal, signal), call);
    },
  };
}

/** Grants less of what a grant gives. */
export function narrowBusGrantOperation({ grants }: MessagingParts): Operation {
  return {
    access: "token",
    body: "required",
    async run(call, signal) {
      checkPluginParams(call, ["grantId"]);
      const id = grantIdOf(call);
      const asked = readRequest(narrowBusGrantRequest, call.bodyVersion, call.body);
      return created(await grants.narrow(id, narrowingOf(asked), call.principal, signal), call);
    },
  };
}

/** Revokes a grant and all that was narrowed from it. */
export function revokeBusGrantOperation({ grants }: MessagingParts): Operation {
  return {
    access: "token",
    body: "none",
    async run(call) {
      checkPluginParams(call, ["grantId"]);
      // A right that is being taken back is taken back, whether or not its caller waits for it.
      await grants.revoke(grantIdOf(call), new AbortController().signal);
      return { outcome: "empty" };
    },
  };
}

function created(grant: BusGrantRecord, { version }: OperationCall): OperationResult {
  return { outcome: "created", body: writeResponse(busGrantResponse, version, grantToDto(grant)) };
}

function narrowingOf({ principal, capability, ...asked }: NarrowBusGrantV1): Parameters<BusGrants["narrow"]>[1] {
  return {
    ...(principal === undefined ? {} : { principal }),
    ...(capability === undefined ? {} : { capability }),
    ...limitsOf(asked),
  };
}

function limitsOf({ expiresAt, uses }: AskedLimits): Pick<NewBusGrant, "expiresAt" | "uses"> {
  return {
    ...(expiresAt === undefined ? {} : { expiresAt: Date.parse(expiresAt) }),
    ...(uses === undefined ? {} : { uses }),
  };
}

// Whether there is such a grant is for those to say who keep them.
function grantIdOf({ params }: OperationCall): string {
  return params["grantId"] ?? "";
}

function cursorOf({ params: { cursor } }: OperationCall): string | undefined {
  if (cursor === undefined || GRANT_ID.test(cursor)) return cursor;
  const issue = { pointer: "/cursor", message: "was not made by this list" };
  throw serverError("server/invalid-parameters", { issues: [issue] });
}

function grantToDto({ expiresAt, uses, parentId, grantedAt, ...same }: BusGrantRecord): BusGrantV1 {
  const { id, principal, capability, grantedBy } = same;
  return {
    id,
    principal,
    capability,
    expiresAt: expiresAt === undefined ? null : timeOf(expiresAt),
    uses: uses ?? null,
    parentId: parentId ?? null,
    grantedBy,
    grantedAt: timeOf(grantedAt),
  };
}

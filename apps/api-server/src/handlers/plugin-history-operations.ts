import {
  pluginAuditResponse,
  pluginLogResponse,
  type PluginAuditRecordV1,
  type PluginLogRecordV1,
  pluginUsageResponse,
  writeResponse,
} from "@cordon/interface";
import type { AuditRecord, PluginLogRecord } from "@cordon/plugin-runtime";
import type { JsonObject } from "@cordon/core";
import type { Operation } from "./operation.ts";
import type { PluginOperationOptions } from "./plugin-operations.ts";
import { checkPluginParams, readLimit, readPluginPath, readScope } from "./plugin-params.ts";
import { timeOf } from "./plugin-to-dto.ts";
import { writable } from "./writable.ts";

const MAX_LOG_RECORDS = 200;
const MAX_AUDIT_RECORDS = 1000;

/** Reads what a plugin logged lately. */
export function pluginLogsOperation({ projects, host }: PluginOperationOptions): Operation {
  return {
    access: "token",
    body: "none",
    async run(call, signal) {
      checkPluginParams(call, ["id", "pluginId", "limit"]);
      const limit = readLimit(call, MAX_LOG_RECORDS);
      const path = await readPluginPath(call, projects, signal);
      await host.get(path, signal);
      const log = { items: host.logs(path, limit).map(logRecordToDto) };
      return { outcome: "ok", body: writeResponse(pluginLogResponse, call.version, log) };
    },
  };
}

/** Reads what a plugin used and keeps. */
export function pluginUsageOperation({ projects, host }: PluginOperationOptions): Operation {
  return {
    access: "token",
    body: "none",
    async run(call, signal) {
      checkPluginParams(call, ["id", "pluginId"]);
      const usage = await host.usage(await readPluginPath(call, projects, signal), signal);
      return { outcome: "ok", body: writeResponse(pluginUsageResponse, call.version, usage) };
    },
  };
}

/** Reads what was done with authority in a project, or by and with one of its plugins, uninstalled ones included. */
export function pluginAuditOperation({ projects, host }: PluginOperationOptions, of: "plugin" | "project"): Operation {
  return {
    access: "token",
    body: "none",
    async run(call, signal) {
      checkPluginParams(call, of === "plugin" ? ["id", "pluginId", "limit"] : ["id", "limit"]);
      const limit = readLimit(call, MAX_AUDIT_RECORDS);
      const query =
        of === "plugin"
          ? await readPluginPath(call, projects, signal)
          : { scope: await readScope(call, projects, signal) };
      const audit = { items: (await host.audit({ ...query, limit }, signal)).map(auditRecordToDto) };
      return { outcome: "ok", body: writeResponse(pluginAuditResponse, call.version, audit) };
    },
  };
}

function logRecordToDto({ at, level, message, fields }: PluginLogRecord): PluginLogRecordV1 {
  return { at: timeOf(at), level, message: message.toWellFormed(), fields: writable(fields as JsonObject) };
}

function auditRecordToDto({ at, pluginId, actor, action, outcome, detail }: AuditRecord): PluginAuditRecordV1 {
  return { at: timeOf(at), pluginId, actor, action, outcome, detail: writable(detail) };
}

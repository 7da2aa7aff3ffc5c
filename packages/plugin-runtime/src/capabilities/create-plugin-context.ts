import {
  AppError,
  type Clock,
  coreError,
  type IdSource,
  type JsonObject,
  type JsonValue,
  type PluginContext,
  type Telemetry,
} from "@cordon/core";
import { pluginError } from "../errors.ts";
import type { AuditRecord } from "../ports/audit-trail.ts";
import type { PluginAuthority } from "./plugin-authority.ts";
import type { PluginData } from "./plugin-data.ts";
import { requireValue } from "./plugin-data-request.ts";
import { coversTopic, isTopic } from "./topics.ts";
import { safeHttpRequest } from "./plugin-http-request.ts";
import { withSpan } from "./with-span.ts";

/** One call, and what it may reach. */
export interface PluginContextOptions {
  /** What the plugin may reach now: asked at each use, so that a grant that was taken back is so for calls under way. */
  readonly authority: () => PluginAuthority;
  readonly callId: string;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly telemetry: Telemetry;
  readonly maxHostCalls: number;
  readonly maxLogRecords: number;
  readonly signal: AbortSignal;
}

/** What a call is given, until it is closed. */
export interface CallContext {
  readonly context: PluginContext;
  /** Ends all that the context can do. What is under way is aborted, and what it would come to is not told to the guest. */
  readonly close: () => void;
}

// Guests have a coarse clock: enough for a date, too coarse to measure what they share a processor with.
const CLOCK_STEP_MS = 10;
const MAX_EVENT_BYTES = 65_536;

/** Makes what one call of a plugin is given. It is authority by itself, so it is made for one call and closed after it. */
export function createPluginContext(options: PluginContextOptions): CallContext {
  const { authority, callId, clock, maxHostCalls, maxLogRecords } = options;
  const { identity, config } = authority();
  const { pluginId } = identity;
  let isClosed = false;
  let over: AbortController | undefined;
  let lifetime: AbortSignal | undefined;
  let hostCalls = 0;
  let logRecords = 0;

  // Made when it is first needed: most calls reach for nothing, and it costs more than the rest of a context.
  const signalOf = (): AbortSignal => {
    if (lifetime !== undefined) return lifetime;
    over = new AbortController();
    lifetime = isClosed ? AbortSignal.abort() : AbortSignal.any([options.signal, over.signal]);
    return lifetime;
  };
  const isOver = (): boolean => isClosed || options.signal.aborted;
  const requireOpen = (): void => {
    if (isOver()) throw pluginError("plugin/call-over", { pluginId });
  };
  const record = (action: string, outcome: AuditRecord["outcome"], detail: JsonObject): void => {
    const { scope, version } = identity;
    const at = clock.now();
    authority().audit.append({
      at,
      scope,
      pluginId,
      actor: `call:${callId}`,
      action,
      outcome,
      detail: { version, ...detail },
    });
  };
  const requireCalls = (): void => {
    hostCalls += 1;
    // Once for a call: what asks again and again must not fill the audit by it.
    if (hostCalls === maxHostCalls + 1) record("host-calls", "denied", { max: maxHostCalls });
    if (hostCalls > maxHostCalls)
      throw pluginError("plugin/quota", { pluginId, what: "calls of the host", max: maxHostCalls });
  };
  const deny = (capability: string): never => {
    throw pluginError("plugin/denied", { pluginId, capability });
  };
  /** Everything that leaves the guest goes through here: fenced, counted, audited, and seen by telemetry. */
  const use = async <Result>(capability: string, detail: JsonObject, act: () => Promise<Result>): Promise<Result> => {
    requireOpen();
    requireCalls();
    return withSpan(options.telemetry, `plugin.${capability}`, { "plugin.id": pluginId }, async () => {
      const result = await act().catch((error: unknown) => {
        record(capability, outcomeOf(error), { ...detail, code: codeOf(error) });
        throw isOver() ? pluginError("plugin/call-over", { pluginId }, { cause: error }) : error;
      });
      record(capability, "allowed", detail);
      requireOpen();
      return result;
    });
  };
  const data = (): PluginData => authority().data ?? deny("storage");

  const context: PluginContext = {
    callId,
    config,
    get signal() {
      return signalOf();
    },
    storage: {
      get: (key) => use("storage", { action: "get", key: shown(key) }, async () => data().get(key, signalOf())),
      put: (key, value) =>
        use("storage", { action: "put", key: shown(key) }, async () => data().put(key, value, signalOf())),
      delete: (key) =>
        use("storage", { action: "delete", key: shown(key) }, async () => data().delete(key, signalOf())),
      list: (list = {}) => use("storage", { action: "list" }, async () => data().list(list, signalOf())),
    },
    log(level, message, fields) {
      if (isOver()) return;
      logRecords += 1;
      if (logRecords <= maxLogRecords) authority().logger.log(level, message, fields);
      else if (logRecords === maxLogRecords + 1) record("log", "denied", { max: maxLogRecords });
    },
    now: () => Math.floor(clock.now() / CLOCK_STEP_MS) * CLOCK_STEP_MS,
    publish: (topic, value) =>
      use("publish", { topic: shown(topic) }, async () => {
        const { publish, events } = authority();
        const isGranted =
          publish !== undefined &&
          isTopic(topic) &&
          coversTopic(publish.asked, topic) &&
          coversTopic(publish.granted, topic);
        if (!isGranted) deny("publish");
        requireValue(pluginId, value);
        requireEventSize(pluginId, value);
        const { scope } = identity;
        const event = { id: options.ids.next(), at: clock.now(), scope, pluginId, callId, topic, data: value };
        await events.publish(event, signalOf());
      }),
    http: (request) => {
      const target = { method: shown(request?.method), host: hostOf(request?.url) };
      return use("http", target, async () => {
        const { http } = authority();
        return http === undefined ? deny("http") : http.send(safeHttpRequest(pluginId, request), signalOf());
      });
    },
  };
  const close = (): void => {
    isClosed = true;
    over?.abort();
  };
  return { context, close };
}

function requireEventSize(pluginId: string, value: JsonValue): void {
  if (JSON.stringify(value).length <= MAX_EVENT_BYTES) return;
  throw pluginError("plugin/quota", { pluginId, what: "bytes in an event", max: MAX_EVENT_BYTES });
}

function outcomeOf(error: unknown): AuditRecord["outcome"] {
  return AppError.is(error) && error.kind === "forbidden" ? "denied" : "failed";
}

function codeOf(error: unknown): string {
  return AppError.from(error, (options) => coreError("core/internal", {}, options)).code;
}

// What a guest names goes into the audit only as far as it can be read, and no further than it helps.
function shown(value: unknown): string {
  return typeof value === "string" ? value.slice(0, 120).toWellFormed() : `(${typeof value})`;
}

function hostOf(url: unknown): string {
  return typeof url === "string" && URL.canParse(url) ? new URL(url).host.slice(0, 120) : "(no URL)";
}

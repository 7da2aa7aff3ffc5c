import {
  AppError,
  coreError,
  type JsonObject,
  type JsonValue,
  type PluginContext,
  type PluginHttpRequest,
} from "@cordon/core";

/** What a guest may ask of the host. Each is a function of `PluginContext`, and its arguments are the guest's word. */
export type HostRequest =
  | { readonly do: "storage.get"; readonly key: unknown }
  | { readonly do: "storage.put"; readonly key: unknown; readonly value: unknown }
  | { readonly do: "storage.delete"; readonly key: unknown }
  | { readonly do: "storage.list"; readonly list: unknown }
  | { readonly do: "publish"; readonly topic: unknown; readonly data: unknown }
  | { readonly do: "http"; readonly request: unknown };

/**
 * Answers a guest with JSON: `{"ok": …}`, or `{"error": {"code", "message"}}` for what was refused or failed, which the guest may
 * survive. Only codes and messages that are made for guests are in it.
 */
export async function answerHostRequest(request: HostRequest, context: PluginContext): Promise<string> {
  try {
    return JSON.stringify({ ok: await carryOut(request, context) });
  } catch (error) {
    const { code, message } = AppError.from(error, (options) => coreError("core/internal", {}, options));
    return JSON.stringify({ error: { code, message } });
  }
}

async function carryOut(request: HostRequest, context: PluginContext): Promise<JsonObject> {
  const { storage } = context;
  if (request.do === "storage.get") {
    const value = await storage.get(request.key as string);
    return value === undefined ? {} : { value };
  }
  if (request.do === "storage.list") return { keys: await storage.list(request.list ?? {}) };
  if (request.do === "http") return { ...(await context.http(request.request as PluginHttpRequest)) };
  if (request.do === "storage.put") await storage.put(request.key as string, request.value as JsonValue);
  else if (request.do === "storage.delete") await storage.delete(request.key as string);
  else await context.publish(request.topic as string, request.data as JsonValue);
  return {};
}

import { AppError, coreError } from "@cordon/core";
import { transportError } from "../../errors.ts";
import type { TransportRequest, TransportResponse } from "../../ports/request-handler.ts";
import type { TransportClient } from "../../ports/transport.ts";
import { type HttpBinding, targetOf } from "./http-binding.ts";
import { outcomeOfStatus } from "./http-status.ts";

/** What a client needs to know. */
export interface HttpClientOptions {
  readonly address: string;
  readonly bindings: readonly HttpBinding[] | undefined;
  readonly maxResponseBytes: number;
}

/** The caller's side over fetch: no redirect is followed, nothing is sent twice, and answers have a ceiling. */
export function createHttpClient({ address, bindings, maxResponseBytes }: HttpClientOptions): TransportClient {
  const closed = new AbortController();
  return {
    async send(request, caller) {
      const signal = AbortSignal.any([caller, closed.signal]);
      if (signal.aborted) throw coreError("core/aborted", {});
      const { method, target } = locate(request, bindings);
      try {
        const response = await fetch(new URL(target, address), {
          method,
          headers: headersOf(request),
          body: method === "GET" ? null : Uint8Array.from(request.payload.bytes),
          redirect: "manual",
          signal,
        });
        return await readResponse(response, maxResponseBytes);
      } catch (error) {
        if (signal.aborted) throw coreError("core/aborted", {});
        throw AppError.from(error, (options) => transportError("transport/unreachable", { address }, options));
      }
    },
    async [Symbol.asyncDispose]() {
      closed.abort();
    },
  };
}

function locate(
  request: TransportRequest,
  bindings: readonly HttpBinding[] | undefined,
): { readonly method: string; readonly target: string } {
  const { operation, params } = request;
  const binding =
    bindings === undefined
      ? ({ operation, method: "POST", path: `/operations/${encodeURIComponent(operation)}` } as const)
      : bindings.find((each) => each.operation === operation);
  if (binding === undefined) throw transportError("transport/unknown-operation", { operation });
  return { method: binding.method, target: targetOf(binding, params) };
}

function headersOf({ metadata, payload }: TransportRequest): Headers {
  const headers = new Headers({ ...metadata });
  if (payload.contentType !== "") headers.set("content-type", payload.contentType);
  return headers;
}

async function readResponse(response: Response, maxBytes: number): Promise<TransportResponse> {
  const outcome = outcomeOfStatus(response.status);
  if (outcome === undefined) {
    await response.body?.cancel();
    throw transportError("transport/unexpected-response", { status: response.status });
  }
  const bytes = await readBytes(response, maxBytes);
  const contentType = bytes.length === 0 ? "" : (response.headers.get("content-type") ?? "");
  const metadata: Record<string, string> = {};
  for (const [name, value] of response.headers) if (!FRAMING.has(name)) metadata[name] = value;
  return { outcome, metadata, payload: { contentType, bytes } };
}

const FRAMING: ReadonlySet<string> = new Set(["connection", "content-length", "content-type", "date", "keep-alive"]);

async function readBytes(response: Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    // Leaving the loop cancels the body, and with it the connection.
    if (length > maxBytes) throw transportError("transport/response-too-large", { maxBytes });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

import { coreError } from "@cordon/core";
import { bareResponse, outcomeOf } from "../../bare-response.ts";
import { transportError } from "../../errors.ts";
import type { Payload } from "../../payload.ts";
import type { RequestHandler, TransportRequest, TransportResponse } from "../../ports/request-handler.ts";
import type { Transport, TransportClient, TransportServer } from "../../ports/transport.ts";

/** How much a memory transport takes, and what it serves. */
export interface MemoryTransportOptions {
  /** The largest payload, in bytes. Default 1,048,576. */
  readonly maxPayloadBytes?: number;
  /** The operations that are served. Default: all; the handler then says which there are. */
  readonly operations?: readonly string[];
  /** How long a disposed server lets requests under way go on. Default 5000. */
  readonly drainTimeoutMs?: number;
}

/** The defaults of `MemoryTransportOptions`. */
export const MEMORY_TRANSPORT_DEFAULTS = { maxPayloadBytes: 1_048_576, drainTimeoutMs: 5000 } as const;

interface Served {
  readonly handler: RequestHandler;
  readonly stopped: AbortController;
  readonly running: Set<Promise<unknown>>;
}

/** Carries requests within this process. Payloads are copied, so that neither side can change what the other has. */
export function createMemoryTransport(options: MemoryTransportOptions = {}): Transport {
  const { maxPayloadBytes, drainTimeoutMs, operations } = { ...MEMORY_TRANSPORT_DEFAULTS, ...options };
  const servers = new Map<string, Served>();
  let opened = 0;

  const deliver = async (
    address: string,
    request: TransportRequest,
    signal: AbortSignal,
  ): Promise<TransportResponse> => {
    const served = servers.get(address);
    if (served === undefined) throw transportError("transport/unreachable", { address });
    if (request.payload.bytes.length > maxPayloadBytes) return bareResponse("too-large");
    if (operations !== undefined && !operations.includes(request.operation)) return bareResponse("not-found");
    const call = handle(served.handler, request, AbortSignal.any([signal, served.stopped.signal]));
    served.running.add(call);
    try {
      return await orAborted(call, signal, served.stopped.signal, address);
    } finally {
      served.running.delete(call);
    }
  };
  return {
    abilities: { crossesProcess: false, maxPayloadBytes },
    async serve(handler): Promise<TransportServer> {
      opened += 1;
      const address = `memory:${opened}`;
      const served: Served = { handler, stopped: new AbortController(), running: new Set() };
      servers.set(address, served);
      return {
        address,
        async [Symbol.asyncDispose]() {
          servers.delete(address);
          const timer = setTimeout(() => served.stopped.abort(), drainTimeoutMs);
          await Promise.allSettled(served.running);
          clearTimeout(timer);
        },
      };
    },
    connect(address): TransportClient {
      const closed = new AbortController();
      return {
        async send(request, signal) {
          if (signal.aborted || closed.signal.aborted) throw coreError("core/aborted", {});
          return deliver(address, request, AbortSignal.any([signal, closed.signal]));
        },
        async [Symbol.asyncDispose]() {
          closed.abort();
        },
      };
    },
  };
}

const NOTHING: Payload = { contentType: "", bytes: new Uint8Array(0) };

async function handle(
  handler: RequestHandler,
  request: TransportRequest,
  signal: AbortSignal,
): Promise<TransportResponse> {
  try {
    const { operation, params, metadata, payload } = request;
    const own = { operation, params: { ...params }, metadata: { ...metadata }, payload: copyOf(payload) };
    const response = await handler.handle(own, signal);
    const answer = response.outcome === "empty" ? NOTHING : copyOf(response.payload);
    return { outcome: response.outcome, metadata: { ...response.metadata }, payload: answer };
  } catch (error) {
    return bareResponse(outcomeOf(error));
  }
}

/** The call's end, or the caller's abort or the server's hard stop, whichever is first. */
function orAborted(
  call: Promise<TransportResponse>,
  caller: AbortSignal,
  stopped: AbortSignal,
  address: string,
): Promise<TransportResponse> {
  return new Promise((resolve, reject) => {
    const onCaller = (): void => reject(coreError("core/aborted", {}));
    const onStopped = (): void => reject(transportError("transport/unreachable", { address }));
    caller.addEventListener("abort", onCaller, { once: true });
    stopped.addEventListener("abort", onStopped, { once: true });
    void call.then(resolve, reject).finally(() => {
      caller.removeEventListener("abort", onCaller);
      stopped.removeEventListener("abort", onStopped);
    });
  });
}

function copyOf({ contentType, bytes }: Payload): Payload {
  return { contentType, bytes: Uint8Array.from(bytes) };
}

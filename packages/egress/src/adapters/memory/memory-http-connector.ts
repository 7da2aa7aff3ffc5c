import { AppError, coreError } from "@cordon/core";
import { egressError } from "../../errors.ts";
import { orAborted } from "../../or-aborted.ts";
import type { HttpAnswer, HttpConnector, HttpExchange } from "../../ports/http-connector.ts";

/** What a memory host answers with. */
export interface MemoryAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Uint8Array | AsyncIterable<Uint8Array>;
}

/** Plays every host there is. What it throws is a host that cannot be reached. `signal` aborts when the connection is gone. */
export type MemoryHandler = (request: HttpExchange, signal: AbortSignal) => MemoryAnswer | Promise<MemoryAnswer>;

/** Answers requests by a function, without any network: for tests and dev mode. */
export function createMemoryHttpConnector(handler: MemoryHandler): HttpConnector {
  return {
    async exchange(request, caller) {
      if (caller.aborted) throw coreError("core/aborted", {});
      const left = new AbortController();
      const signal = AbortSignal.any([caller, left.signal]);
      try {
        const answer = await orAborted(call(handler, request, signal), signal);
        const headers = linesOf(answer);
        const bytes = headers.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
        if (bytes > request.maxHeaderBytes)
          throw egressError("egress/too-large", { what: "answer's headers", maxBytes: request.maxHeaderBytes });
        const body = request.method === "HEAD" ? [] : chunksOf(answer);
        return { status: answer.status, headers, body: bodyOf(body, signal, left) };
      } catch (error) {
        left.abort();
        throw unreachable(error);
      }
    },
  };
}

// Whether the function throws or rejects must make no difference.
async function call(handler: MemoryHandler, request: HttpExchange, signal: AbortSignal): Promise<MemoryAnswer> {
  return handler({ ...request, body: request.body?.slice() }, signal);
}

async function* bodyOf(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  signal: AbortSignal,
  left: AbortController,
): AsyncGenerator<Uint8Array> {
  const iterator = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
  try {
    for (;;) {
      const { done, value } = await orAborted(Promise.resolve(iterator.next()), signal);
      if (done === true) return;
      yield value.slice();
    }
  } catch (error) {
    throw unreachable(error);
  } finally {
    left.abort();
  }
}

function chunksOf({ body = "" }: MemoryAnswer): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
  if (typeof body !== "string" && !(body instanceof Uint8Array)) return body;
  return body.length === 0 ? [] : [typeof body === "string" ? new TextEncoder().encode(body) : body];
}

function linesOf({ headers = {} }: MemoryAnswer): HttpAnswer["headers"] {
  return Object.entries(headers).flatMap(([name, value]) =>
    (typeof value === "string" ? [value] : value).map((each) => [name.toLowerCase(), each] as const),
  );
}

function unreachable(error: unknown): AppError {
  return AppError.from(error, () => egressError("egress/unreachable", { reason: "the host's function failed" }));
}

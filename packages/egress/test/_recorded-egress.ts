import type { AppError, Clock } from "@cordon/core";
import { createManualClock } from "@cordon/core/testing";
import {
  createEgress,
  createMemoryHttpConnector,
  createMemoryResolver,
  EGRESS_METHODS,
  type EgressEvent,
  type EgressHost,
  type EgressOptions,
  type EgressRule,
  type HttpExchange,
  type MemoryHandler,
  type MemoryRecords,
} from "../src/index.ts";

/** An address of the public internet, for hosts of which a test says nothing. */
export const PUBLIC_ADDRESS = "93.184.215.14";

/** An egress host whose network is memory, and all that went through it. */
export interface RecordedEgress {
  readonly host: EgressHost;
  /** What the connector was asked for. */
  readonly exchanges: readonly HttpExchange[];
  /** Hosts that were resolved. */
  readonly resolved: readonly string[];
  readonly events: readonly EgressEvent[];
}

/** What a test wants otherwise. */
export interface RecordedOptions extends Partial<Omit<EgressOptions, "resolver" | "connector">> {
  readonly records?: MemoryRecords;
  readonly handler?: MemoryHandler;
  readonly clock?: Clock;
}

/** Every host resolves to one public address and answers 200, unless told otherwise. */
export function createRecordedEgress({ records, handler, ...options }: RecordedOptions = {}): RecordedEgress {
  const exchanges: HttpExchange[] = [];
  const resolved: string[] = [];
  const events: EgressEvent[] = [];
  const resolver = createMemoryResolver(records ?? (() => [PUBLIC_ADDRESS]));
  const host = createEgress({
    clock: createManualClock(),
    ...options,
    resolver: {
      resolve(request, signal) {
        resolved.push(request.host);
        return resolver.resolve(request, signal);
      },
    },
    connector: createMemoryHttpConnector((exchange, signal) => {
      exchanges.push(exchange);
      return handler?.(exchange, signal) ?? { status: 200, body: "ok" };
    }),
    onEvent: (event) => events.push(event),
  });
  return { host, exchanges, resolved, events };
}

/** A rule for all of a host, over https. */
export function ruleFor(host: string, changes: Partial<EgressRule> = {}): EgressRule {
  return { host, methods: EGRESS_METHODS, paths: ["/*"], ...changes };
}

/** What a promise rejects with; throws if it does not. */
export async function failureOf(promise: Promise<unknown>): Promise<AppError> {
  return promise.then(
    () => {
      throw new Error("It was expected to reject, and resolved.");
    },
    (error: AppError) => error,
  );
}

/** A signal that never aborts. */
export function never(): AbortSignal {
  return new AbortController().signal;
}

import type { Decorator } from "@cordon/core";
import type { AsyncFunction } from "../async-function.ts";
import type { Bulkhead } from "../bulkhead.ts";

/** Which bulkhead, and which of its compartments a request belongs to. */
export interface WithBulkheadOptions<Request> {
  readonly bulkhead: Bulkhead;
  readonly keyOf: (request: Request) => string;
}

/** Lets only so many calls of a key run at once. Several functions may share a bulkhead. */
export function withBulkhead<Request, Result>({
  bulkhead,
  keyOf,
}: WithBulkheadOptions<Request>): Decorator<AsyncFunction<Request, Result>> {
  return (inner) => (request, signal) => bulkhead.run(keyOf(request), () => inner(request, signal), signal);
}

import type { Clock, Telemetry } from "@cordon/core";
import { coreError } from "@cordon/core";
import type { EnvelopeMaker } from "./envelope/envelope-maker.ts";
import type { PayloadLimits } from "./envelope/copy-json.ts";
import { busError } from "./errors.ts";
import type { BusRelay } from "./ports/bus-relay.ts";
import type { Post } from "./post.ts";
import type { Responders } from "./request/responders.ts";
import type { RouteTable } from "./routing/route-table.ts";

/** What publishing and asking share. */
export interface BusParts {
  readonly clock: Clock;
  readonly telemetry: Telemetry | undefined;
  readonly limits: PayloadLimits;
  readonly envelopes: EnvelopeMaker;
  readonly routes: RouteTable;
  readonly post: Post;
  readonly responders: Responders;
  /** Who hears of all that is published here, or nobody. */
  relay: BusRelay | undefined;
  closed: boolean;
}

/** Throws `bus/closed` or `core/aborted` where nothing can be published any more. */
export function checkOpen({ closed }: BusParts, signal: AbortSignal | undefined): void {
  if (closed) throw busError("bus/closed", {});
  if (signal?.aborted === true) throw coreError("core/aborted", {});
}

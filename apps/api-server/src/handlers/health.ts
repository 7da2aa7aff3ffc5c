import type { Storage } from "@cordon/core";
import { serverError } from "../errors.ts";
import type { Operation } from "./operation.ts";

/** Answers as long as the process can: an orchestrator restarts it when this fails. */
export function createLiveHandler(): Operation {
  return {
    access: "public",
    body: "none",
    run: async () => ({ outcome: "ok", body: { status: "live" } }),
  };
}

/** What readiness depends on. */
export interface ReadyHandlerOptions {
  readonly storage: Storage;
  readonly isDraining: () => boolean;
  /** Whether the broker that carries messages between servers can be reached, or there is none. */
  readonly isConnected: () => boolean;
  /** Whether the plugins that are wanted have been activated, or have failed to be, and grants on the bus are in force. */
  readonly isStarted: () => boolean;
}

/** Answers while requests can be served: a load balancer stops sending them when this fails. */
export function createReadyHandler({ storage, isDraining, isConnected, isStarted }: ReadyHandlerOptions): Operation {
  return {
    access: "public",
    body: "none",
    async run(_call, signal) {
      if (isDraining()) throw serverError("server/draining", {});
      await storage.check(signal);
      if (!isConnected()) throw serverError("server/broker-lost", {});
      if (!isStarted()) throw serverError("server/starting", {});
      return { outcome: "ok", body: { status: "ready" } };
    },
  };
}

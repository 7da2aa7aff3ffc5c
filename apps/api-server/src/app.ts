import {
  type Authenticator,
  type Clock,
  createProjectService,
  decorate,
  type Decorator,
  type IdSource,
  type Logger,
  type Storage,
  type Telemetry,
} from "@cordon/core";
import { buildOpenApi } from "@cordon/interface";
import type { Metadata, RequestHandler, TransportResponse } from "@cordon/transport";
import { createOperationHandler } from "./create-operation-handler.ts";
import { createOperations } from "./create-operations.ts";
import { createFormats } from "./formats.ts";
import { withAccessLog } from "./middleware/with-access-log.ts";
import { withProblems } from "./middleware/with-problems.ts";
import { withTelemetry } from "./middleware/with-telemetry.ts";

const NO_BYTES = new Uint8Array(0);
const NEVER: AbortSignal = new AbortController().signal;

/** The outside world, as ports. */
export interface AppPorts {
  readonly storage: Storage;
  readonly authenticator: Authenticator;
  readonly telemetry: Telemetry;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly ids: IdSource;
}

/** The application: a handler that any transport can serve. */
export interface App {
  readonly handler: RequestHandler;
  /** Answers a request that a transport rejects before the handler, with the same trace, log record and problem as any other. */
  reject(metadata: Metadata, error: unknown): Promise<TransportResponse>;
}

/**
 * Composes the application, knowing neither transport nor database:
 *
 *   request -> [telemetry, access log, problems] -> caller -> formats -> DTO -> service -> storage -> DTO -> answer
 */
export function createApp(ports: AppPorts, isDraining: () => boolean): App {
  const { storage, authenticator, telemetry, logger, clock } = ports;
  const formats = createFormats();
  const projects = createProjectService(ports);
  const operations = createOperations({ projects, storage, openApi: buildOpenApi(), isDraining });
  const innermost = createOperationHandler({ operations, authenticator, formats });
  const around: readonly Decorator<RequestHandler>[] = [
    withTelemetry({ telemetry }),
    withAccessLog({ logger, clock }),
    withProblems({ formats, logger }),
  ];
  return {
    handler: decorate(innermost, around),
    reject(metadata, error) {
      const rejecting: RequestHandler = { handle: () => Promise.reject(error) };
      const request = { operation: "(rejected)", params: {}, metadata, payload: { contentType: "", bytes: NO_BYTES } };
      return decorate(rejecting, around).handle(request, NEVER);
    },
  };
}

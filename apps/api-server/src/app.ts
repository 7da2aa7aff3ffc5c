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
import { authenticate } from "./authenticate.ts";
import { createOperationHandler } from "./create-operation-handler.ts";
import { createOperations } from "./create-operations.ts";
import { createFormats } from "./formats.ts";
import { withAccessLog } from "./middleware/with-access-log.ts";
import { withProblems } from "./middleware/with-problems.ts";
import { withTelemetry } from "./middleware/with-telemetry.ts";
import { guardProjects } from "./plugins/guard-projects.ts";
import type { PluginParts } from "./plugins/open-plugins.ts";

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
  readonly plugins: PluginParts;
}

/** The application: a handler that any transport can serve. */
export interface App {
  readonly handler: RequestHandler;
  /** Rejects unless the caller has a token: for what a transport would rather not take from strangers in the first place. */
  admit(metadata: Metadata): Promise<void>;
  /** Answers a request that a transport rejects before the handler, with the same trace, log record and problem as any other. */
  reject(metadata: Metadata, error: unknown): Promise<TransportResponse>;
}

/**
 * Composes the application, knowing neither transport nor database:
 *
 *   request -> [telemetry, access log, problems] -> caller -> formats -> DTO -> service -> storage -> DTO -> answer
 */
export function createApp(ports: AppPorts, isDraining: () => boolean): App {
  const { storage, authenticator, telemetry, logger, clock, plugins } = ports;
  const formats = createFormats();
  const projects = guardProjects(createProjectService(ports), plugins.host);
  const operations = createOperations({ projects, storage, plugins, openApi: buildOpenApi(), isDraining });
  const innermost = createOperationHandler({ operations, authenticator, formats });
  const around: readonly Decorator<RequestHandler>[] = [
    withTelemetry({ telemetry }),
    withAccessLog({ logger, clock }),
    withProblems({ formats, logger }),
  ];
  return {
    handler: decorate(innermost, around),
    async admit(metadata) {
      await authenticate(metadata, authenticator, NEVER);
    },
    reject(metadata, error) {
      const rejecting: RequestHandler = { handle: () => Promise.reject(error) };
      const request = { operation: "(rejected)", params: {}, metadata, payload: { contentType: "", bytes: NO_BYTES } };
      return decorate(rejecting, around).handle(request, NEVER);
    },
  };
}

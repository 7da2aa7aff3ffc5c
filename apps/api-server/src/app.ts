import {
  type Authenticator,
  type Clock,
  createProjectService,
  decorate,
  type Decorator,
  type IdSource,
  type Logger,
  type Principal,
  type Storage,
  type Telemetry,
} from "@cordon/core";
import { buildOpenApi } from "@cordon/interface";
import type { Metadata, RequestHandler, TransportResponse } from "@cordon/transport";
import { authenticate } from "./authenticate.ts";
import { createOperationHandler } from "./create-operation-handler.ts";
import { createOperations } from "./create-operations.ts";
import { serverError } from "./errors.ts";
import { createFormats } from "./formats.ts";
import { withAccessLog } from "./middleware/with-access-log.ts";
import { withProblems } from "./middleware/with-problems.ts";
import { withTelemetry } from "./middleware/with-telemetry.ts";
import { guardProjects } from "./plugins/guard-projects.ts";
import type { OpenMessaging } from "./messaging/open-messaging.ts";
import type { PluginParts } from "./plugins/open-plugins.ts";

const NO_PAYLOAD = { contentType: "", bytes: new Uint8Array(0) } as const;
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
  readonly messaging: Omit<OpenMessaging, keyof AsyncDisposable>;
}

/** What a caller asks to be opened, beyond one answer. */
export interface StreamRequest<Opened> {
  /** For the log and the trace. */
  readonly operation: string;
  readonly metadata: Metadata;
  readonly open: (principal: Principal, signal: AbortSignal) => Promise<Opened>;
}

/** What came of it: something that is open, or the answer that says why not. */
export type StreamOutcome<Opened> =
  | { readonly kind: "opened"; readonly opened: Opened }
  | { readonly kind: "refused"; readonly response: TransportResponse };

/** The application: a handler that any transport can serve. */
export interface App {
  readonly handler: RequestHandler;
  /** Rejects unless the caller has a token: for what a transport would rather not take from strangers in the first place. */
  admit(metadata: Metadata): Promise<void>;
  /** Opens something for a caller with a token, with the same trace, log record and problems as any request. */
  openStream<Opened>(request: StreamRequest<Opened>, signal: AbortSignal): Promise<StreamOutcome<Opened>>;
  /** Answers a request that a transport rejects before the handler, with the same trace, log record and problem as any other. */
  reject(metadata: Metadata, error: unknown): Promise<TransportResponse>;
}

/**
 * Composes the application, knowing neither transport nor database:
 *
 *   request -> [telemetry, access log, problems] -> caller -> formats -> DTO -> service -> storage -> DTO -> answer
 */
export function createApp(ports: AppPorts, isDraining: () => boolean): App {
  const { storage, authenticator, telemetry, logger, clock, plugins, messaging } = ports;
  const formats = createFormats();
  const projects = guardProjects(createProjectService(ports), plugins.host);
  const operations = createOperations({ projects, storage, plugins, messaging, openApi: buildOpenApi(), isDraining });
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
    async openStream({ operation, metadata, open }, signal) {
      const opened: Awaited<ReturnType<typeof open>>[] = [];
      const opening: RequestHandler = {
        async handle(request, under) {
          const principal = await authenticate(request.metadata, authenticator, under);
          if (isDraining()) throw serverError("server/draining", {});
          opened.push(await open(principal, under));
          return { outcome: "ok", metadata: {}, payload: NO_PAYLOAD };
        },
      };
      const request = { operation, params: {}, metadata, payload: NO_PAYLOAD };
      const response = await decorate(opening, around).handle(request, signal);
      const [first] = opened;
      return first === undefined ? { kind: "refused", response } : { kind: "opened", opened: first };
    },
    reject(metadata, error) {
      const rejecting: RequestHandler = { handle: () => Promise.reject(error) };
      const request = { operation: "(rejected)", params: {}, metadata, payload: NO_PAYLOAD };
      return decorate(rejecting, around).handle(request, NEVER);
    },
  };
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { bareResponse, outcomeOf } from "../../bare-response.ts";
import type {
  Metadata,
  Outcome,
  RequestHandler,
  TransportRequest,
  TransportResponse,
} from "../../ports/request-handler.ts";
import { type HttpBinding, pathParameters } from "./http-binding.ts";
import { rejectionOf } from "./http-errors.ts";
import { HTTP_STATUS } from "./http-status.ts";
import { metadataOf, writeMetadata } from "./http-metadata.ts";
import { readParams } from "./read-params.ts";

/** A request that no handler will see, and why. */
export interface HttpRejection {
  readonly outcome: Outcome;
  readonly metadata: Metadata;
  /** The error that a hook of the application threw, or fastify's own. */
  readonly cause: unknown;
  /** The largest body that its route takes, in bytes. */
  readonly maxBodyBytes: number;
}

/** What to serve on an existing fastify application. */
export interface MountHttpOptions {
  readonly bindings: readonly HttpBinding[];
  readonly handler: RequestHandler;
  /** Says in the application's own words why a request is rejected. Default: an answer without a body. */
  readonly onRejected?: (rejection: HttpRejection) => Promise<TransportResponse>;
}

/**
 * Puts a handler behind an application's routes:
 *
 *   route -> params, headers, raw bytes -> TransportRequest -> handler -> status, headers, bytes
 *
 * The application keeps its hooks and limits. Bodies reach the handler as bytes: no parser of fastify's sees them. Whatever
 * ends before the handler (no route, another method, a body over the limit, an error of a hook) goes through `onRejected`.
 */
export function mountHttp(app: FastifyInstance, { bindings, handler, onRejected }: MountHttpOptions): void {
  const answerRejection = createRejector(onRejected);

  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  app.setErrorHandler(createErrorHandler(onRejected));
  for (const binding of bindings) {
    const { method, path: url, maxBodyBytes: bodyLimit } = binding;
    app.route({
      method,
      url,
      handler: createRoute(binding, handler),
      ...(bodyLimit === undefined ? {} : { bodyLimit }),
    });
  }
  for (const [path, allowed] of methodsByPath(bindings)) {
    const others = app.supportedMethods.filter((method) => !allowed.includes(method));
    app.route({
      method: others,
      url: path,
      handler: (request, reply) => {
        reply.header("allow", allowed.join(", "));
        return answerRejection(request, reply, "not-allowed", undefined);
      },
    });
  }
  app.setNotFoundHandler((request, reply) => answerRejection(request, reply, "not-found", undefined));
}

/**
 * Answers what fastify or a hook threw. `mountHttp` sets it; an application also gives it to fastify as `frameworkErrors`, for
 * paths so malformed that no route and no hook sees them.
 */
export function createErrorHandler(
  onRejected: MountHttpOptions["onRejected"],
): (error: unknown, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> {
  const answerRejection = createRejector(onRejected);
  return (error, request, reply) => answerRejection(request, reply, rejectionOf(error), error);
}

type Rejector = (
  request: FastifyRequest,
  reply: FastifyReply,
  outcome: Outcome,
  cause: unknown,
) => Promise<FastifyReply>;

function createRejector(onRejected: MountHttpOptions["onRejected"]): Rejector {
  const reject = onRejected ?? (async ({ outcome }: HttpRejection) => bareResponse(outcome));
  return async (request, reply, outcome, cause) =>
    write(
      reply,
      await reject({ outcome, metadata: metadataOf(request), cause, maxBodyBytes: request.routeOptions.bodyLimit }),
    );
}

const NO_BYTES = new Uint8Array(0);

function createRoute(binding: HttpBinding, handler: RequestHandler) {
  const inPath = pathParameters(binding);
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const body = request.body as Uint8Array | undefined;
    const message: TransportRequest = {
      operation: binding.operation,
      params: readParams(request, inPath),
      metadata: metadataOf(request),
      payload: { contentType: request.headers["content-type"] ?? "", bytes: body ?? NO_BYTES },
    };
    const caller = new AbortController();
    const gone = (): void => {
      if (!reply.raw.writableEnded) caller.abort();
    };
    reply.raw.once("close", gone);
    try {
      return write(reply, await handler.handle(message, caller.signal));
    } catch (error) {
      return write(reply, bareResponse(outcomeOf(error)));
    }
  };
}

function write(reply: FastifyReply, { outcome, metadata, payload }: TransportResponse): FastifyReply {
  if (!writeMetadata(reply, metadata)) return reply.code(HTTP_STATUS.internal).send();
  reply.code(HTTP_STATUS[outcome]);
  if (outcome === "empty" || payload.bytes.length === 0) return reply.send();
  return reply.header("content-type", payload.contentType).send(payload.bytes);
}

function methodsByPath(bindings: readonly HttpBinding[]): ReadonlyMap<string, readonly string[]> {
  const methods = new Map<string, string[]>();
  for (const { method, path } of bindings) {
    const known = methods.get(path) ?? [];
    known.push(method);
    // fastify answers HEAD wherever it answers GET.
    if (method === "GET") known.push("HEAD");
    methods.set(path, known);
  }
  return methods;
}

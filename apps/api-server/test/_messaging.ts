import {
  type AppError,
  createMemoryLogger,
  createMemoryStorage,
  decorate,
  type JsonValue,
  type MemoryLogger,
  type Storage,
} from "@cordon/core";
import { createManualClock, createSeededRandom, createSequentialIds, type ManualClock } from "@cordon/core/testing";
import { createMemoryEventBus, type EventBus } from "@cordon/events";
import { type ConfigKeyRing, createMemoryModule, Kernel, type MemoryMethod, type ModuleManifest } from "@cordon/kernel";
import { createTokenAuthenticator, digestToken } from "@cordon/middleware";
import { mountHttp } from "@cordon/transport/http";
import Fastify, { type FastifyInstance } from "fastify";
import { onTestFinished } from "vitest";
import { createMessagingOperations } from "../src/create-messaging-operations.ts";
import { createOperationHandler } from "../src/create-operation-handler.ts";
import { createFormats } from "../src/formats.ts";
import { createBusGrants } from "../src/messaging/bus-grants.ts";
import type { MessagingParts } from "../src/messaging/messaging-parts.ts";
import { withProblems } from "../src/middleware/with-problems.ts";
import { BINDINGS } from "../src/router/bindings.ts";
import { SERIALIZERS } from "./_api.ts";

export const never: AbortSignal = new AbortController().signal;

/** An answer, decoded by what its content type says. */
export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly body: Readonly<Record<string, JsonValue>>;
}

/** What to send. The callers are `alice` and `bob`. */
export interface Ask {
  readonly method?: "GET" | "POST" | "PUT" | "DELETE";
  readonly as?: string;
  readonly type?: string;
  readonly traceparent?: string;
  readonly body?: JsonValue | Uint8Array;
}

/** The operations of messaging behind HTTP routes, with everything in memory and time by hand. */
export interface MessagingApi extends MessagingParts {
  readonly storage: Storage;
  readonly clock: ManualClock;
  readonly logger: MemoryLogger;
  readonly ask: (path: string, ask?: Ask) => Promise<Reply>;
  /** Grants over the API, and returns the grant's id. */
  readonly allow: (principal: string, capability: string) => Promise<string>;
  /** Loads a module of functions, and starts it. */
  readonly run: (
    id: string,
    methods: Readonly<Record<string, MemoryMethod>>,
    more?: Partial<ModuleManifest>,
  ) => Promise<void>;
}

/** What is not in memory and new. */
export interface MessagingApiOptions {
  readonly storage?: Storage;
  readonly keys?: ConfigKeyRing;
}

/** Composes the operations with a kernel, an event bus and grants of their own. */
export async function messagingApi(options: MessagingApiOptions = {}): Promise<MessagingApi> {
  const { storage = createMemoryStorage(), keys } = options;
  const clock = createManualClock();
  const logger = createMemoryLogger();
  const [random, ids] = [createSeededRandom(7), createSequentialIds()];
  const kernel = await Kernel.open(storage, { clock, random, ids, logger, ...(keys === undefined ? {} : { keys }) });
  const { bus, state, modules } = kernel;
  const events: EventBus = createMemoryEventBus({ clock });
  const grants = createBusGrants({ bus, storage, clock, logger });
  const parts: MessagingParts = {
    kernel,
    events,
    grants,
    senderOf: ({ id }) => bus.openSender(`api.${id}`),
    noteUse: (use) => state.audit.append({ ...use, at: clock.now(), action: "publish" }),
    isConnected: () => true,
  };
  const server = serve(parts, logger);
  onTestFinished(async () => {
    await server.close();
    await kernel[Symbol.asyncDispose]();
    await events[Symbol.asyncDispose]();
  });
  const ask: MessagingApi["ask"] = (path, given = {}) => send(server, path, given);
  return {
    ...parts,
    storage,
    clock,
    logger,
    ask,
    async allow(principal, capability) {
      const { status, body } = await ask("/v1/bus/grants", { body: { principal, capability } });
      if (status !== 201) throw new Error(`Not granted: ${JSON.stringify(body)}`);
      return body["id"] as string;
    },
    async run(id, methods, more = {}) {
      modules.load(createMemoryModule({ id, methods }), manifestOf(id, more));
      await modules.start(id);
    },
  };
}

/** The manifest of a module of functions. */
export function manifestOf(id: string, more: Partial<ModuleManifest> = {}): ModuleManifest {
  return { manifestVersion: "1", id, version: "1.0.0", kind: "native", entry: id, ...more };
}

/** The code of a problem, with the pointers that it names. */
export function faultOf({ status, body }: Reply): readonly [number, JsonValue | undefined, readonly string[]] {
  const issues = (body["issues"] ?? []) as unknown as AppError["issues"];
  return [status, body["code"], issues.map(({ pointer }) => pointer)];
}

function serve(messaging: MessagingParts, logger: MemoryLogger): FastifyInstance {
  const operations = new Map(createMessagingOperations(messaging));
  const formats = createFormats();
  const tokens = ["alice", "bob"].map((principalId) => ({ principalId, sha256Hex: digestToken(principalId) }));
  const authenticator = createTokenAuthenticator({ tokens });
  const innermost = createOperationHandler({ operations, authenticator, formats });
  const server = Fastify() as unknown as FastifyInstance;
  mountHttp(server, {
    bindings: BINDINGS.filter(({ operation }) => operations.has(operation)),
    handler: decorate(innermost, [withProblems({ formats, logger })]),
  });
  return server;
}

async function send(server: FastifyInstance, path: string, given: Ask): Promise<Reply> {
  const {
    as = "alice",
    type = "application/json",
    traceparent,
    body,
    method = body === undefined ? "GET" : "POST",
  } = given;
  const payload = body === undefined ? undefined : body instanceof Uint8Array ? body : serializerOf(type).encode(body);
  const response = await server.inject({
    method,
    url: path,
    headers: {
      ...(as === "" ? {} : { authorization: `Bearer ${as}` }),
      ...(traceparent === undefined ? {} : { traceparent }),
      accept: type,
      ...(payload === undefined ? {} : { "content-type": type }),
    },
    ...(payload === undefined ? {} : { payload: Buffer.from(payload) }),
  });
  const contentType = response.headers["content-type"] ?? "";
  const decoded = response.rawPayload.length === 0 ? {} : serializerOf(contentType).decode(response.rawPayload);
  return { status: response.statusCode, contentType, body: decoded as Reply["body"] };
}

function serializerOf(contentType: string): (typeof SERIALIZERS)[string] & object {
  const serializer = SERIALIZERS[/(json|msgpack|cbor)$/.exec(contentType)?.[1] ?? ""];
  if (serializer === undefined) throw new TypeError(`There is no serializer for ${contentType}.`);
  return serializer;
}

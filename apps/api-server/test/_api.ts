import type { JsonValue } from "@cordon/core";
import type { Serializer } from "@cordon/serde-strategy";
import { createCborSerializer } from "@cordon/serde-strategy/cbor";
import { createJsonSerializer } from "@cordon/serde-strategy/json";
import { createMsgpackSerializer } from "@cordon/serde-strategy/msgpack";
import { onTestFinished } from "vitest";
import { startServer, type StartOptions } from "../src/start-server.ts";
import { temporaryFolder } from "./_server-process.ts";

/** The token of every server in these tests. */
export const TOKEN = "a-token-for-the-tests";

// So that what a server refuses is not refused here already.
const LIMITS = { maxBytes: 50_000_000, maxDepth: 128 } as const;

/** The serializers by format, as a client would have them. */
export const SERIALIZERS: Readonly<Record<string, Serializer>> = {
  json: createJsonSerializer({ limits: LIMITS }),
  msgpack: createMsgpackSerializer({ limits: LIMITS }),
  cbor: createCborSerializer({ limits: LIMITS }),
};

/** An answer, decoded by what its content type says. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, JsonValue>>;
}

/** What to send; `body` is encoded by what `type` says, unless it is bytes already. */
export interface Call {
  readonly method?: string;
  readonly path?: string;
  readonly type?: string;
  readonly accept?: string;
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: JsonValue | Uint8Array<ArrayBuffer>;
}

/** A server of its own for the running test. */
export interface Api {
  readonly url: string;
  readonly dataDir: string;
  readonly log: () => string;
  readonly call: (call: Call) => Promise<Answer>;
  /** Stops it before the test ends. */
  readonly stop: () => Promise<void>;
}

/** Starts a server as the process would, in this process, with a database in a folder of its own unless `env` names one. */
export async function startApi(
  env: Readonly<Record<string, string>> = {},
  options: Pick<StartOptions, "memoryPlugins" | "nativeModules" | "streamLimits"> = {},
): Promise<Api> {
  const folder = await temporaryFolder();
  let log = "";
  const sink = { write: (text: string | Uint8Array) => ((log += String(text)), true) };
  const server = await startServer({
    env: { CORDON_PORT: "0", CORDON_TOKEN: TOKEN, CORDON_DATA_DIR: folder.path, ...env },
    workingDir: folder.path,
    stdout: { write: () => true },
    stderr: sink,
    ...options,
  });
  const stop = async (): Promise<void> => {
    await server[Symbol.asyncDispose]();
  };
  onTestFinished(async () => {
    await stop();
    await folder[Symbol.asyncDispose]();
  });
  const dataDir = env["CORDON_DATA_DIR"] ?? folder.path;
  return { url: server.url, dataDir, log: () => log, call: (call) => callAt(server.url, call), stop };
}

/** Sends a request to a server, wherever it runs. */
export async function callAt(url: string, call: Call): Promise<Answer> {
  const { method, path = "/v1/projects", type = "application/json", accept, token = TOKEN, body, headers } = call;
  const bytes = body === undefined || body instanceof Uint8Array ? body : Buffer.from(serializerOf(type).encode(body));
  const response = await fetch(`${url}${path}`, {
    method: method ?? (body === undefined ? "GET" : "POST"),
    headers: {
      ...(token === "" ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { "content-type": type }),
      ...(accept === undefined ? {} : { accept }),
      ...headers,
    },
    ...(bytes === undefined ? {} : { body: bytes }),
  });
  const contentType = response.headers.get("content-type") ?? "";
  const received = new Uint8Array(await response.arrayBuffer());
  const decoded = received.length === 0 ? {} : serializerOf(contentType).decode(received);
  return { status: response.status, contentType, headers: response.headers, body: decoded as Answer["body"] };
}

function serializerOf(contentType: string): Serializer {
  const serializer = SERIALIZERS[/(json|msgpack|cbor)$/.exec(contentType)?.[1] ?? ""];
  if (serializer === undefined) throw new TypeError(`There is no serializer for ${contentType}.`);
  return serializer;
}

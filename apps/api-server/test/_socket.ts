import type { IncomingMessage } from "node:http";
import type { JsonObject } from "@cordon/core";
import { onTestFinished } from "vitest";
import { type ClientOptions, WebSocket } from "ws";
import { TOKEN } from "./_api.ts";

/** A socket that is open, and what came over it. */
export interface TestSocket {
  readonly raw: WebSocket;
  /** Sends a message, or a text as it is. */
  readonly send: (message: JsonObject | string) => void;
  /** The next message of the server. */
  readonly next: () => Promise<JsonObject>;
  /** Sends a message and takes the next one. */
  readonly ask: (message: JsonObject | string) => Promise<JsonObject>;
  /** The next messages of a type; others in between are dropped. */
  readonly take: (type: string, count: number) => Promise<readonly JsonObject[]>;
  /** Code and reason, when it closes. */
  readonly closed: Promise<readonly [code: number, reason: string]>;
}

/** How a socket is asked for. */
export interface SocketRequest extends ClientOptions {
  readonly path?: string;
  readonly protocols?: readonly string[];
}

const BEARER = { authorization: `Bearer ${TOKEN}` };

/** Opens a socket. Rejects where the server refuses. */
export async function openSocket(url: string, request: SocketRequest = {}): Promise<TestSocket> {
  const raw = connect(url, request);
  const messages: JsonObject[] = [];
  const waiting: ((message: JsonObject) => void)[] = [];
  raw.on("message", (data: Buffer) => {
    const message = JSON.parse(data.toString()) as JsonObject;
    const first = waiting.shift();
    if (first === undefined) messages.push(message);
    else first(message);
  });
  const closed = new Promise<readonly [number, string]>((resolve) => {
    raw.on("close", (code, reason) => resolve([code, reason.toString()]));
  });
  await new Promise<void>((resolve, reject) => {
    raw.once("open", () => resolve());
    raw.once("error", reject);
  });
  raw.on("error", () => undefined);
  const next = (): Promise<JsonObject> => {
    const first = messages.shift();
    return first === undefined ? new Promise((resolve) => void waiting.push(resolve)) : Promise.resolve(first);
  };
  const send = (message: JsonObject | string): void =>
    raw.send(typeof message === "string" ? message : JSON.stringify(message));
  return {
    raw,
    send,
    next,
    ask(message) {
      send(message);
      return next();
    },
    async take(type, count) {
      const taken: JsonObject[] = [];
      while (taken.length < count) {
        const message = await next();
        if (message["type"] === type) taken.push(message);
      }
      return taken;
    },
    closed,
  };
}

/** The answer of a server that refuses a socket. */
export async function refusedSocket(
  url: string,
  request: SocketRequest = {},
): Promise<{ readonly status: number; readonly body: JsonObject; readonly headers: IncomingMessage["headers"] }> {
  const raw = connect(url, request);
  raw.on("error", () => undefined);
  return new Promise((resolve, reject) => {
    raw.once("open", () => reject(new Error("The socket was opened.")));
    raw.once("unexpected-response", (_request, response) => {
      let text = "";
      response.on("data", (chunk: Buffer) => (text += chunk.toString()));
      response.on("end", () => {
        resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) as JsonObject, headers: response.headers });
      });
    });
  });
}

function connect(
  url: string,
  { path = "/v1/events/socket", protocols = [], headers = BEARER, ...options }: SocketRequest,
): WebSocket {
  const raw = new WebSocket(`${url.replace("http", "ws")}${path}`, [...protocols], { headers, ...options });
  onTestFinished(() => raw.terminate());
  return raw;
}

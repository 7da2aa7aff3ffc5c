import { type IncomingMessage, request as httpRequest } from "node:http";
import type { Socket } from "node:net";
import { coreError } from "@cordon/core";
import { egressError } from "../../errors.ts";
import type { HttpAnswer, HttpConnector, HttpExchange } from "../../ports/http-connector.ts";
import { exchangeError } from "./node-errors.ts";
import { openConnection } from "./open-connection.ts";

/** Whom to trust. */
export interface NodeHttpConnectorOptions {
  /** Certificates in PEM that are trusted instead of the platform's. */
  readonly ca?: readonly string[];
}

/** Speaks HTTP/1.1 over sockets of its own: one for each exchange, shared with nothing else in the process. */
export function createNodeHttpConnector({ ca }: NodeHttpConnectorOptions = {}): HttpConnector {
  if (ca !== undefined && !(Array.isArray(ca) && ca.every((each) => typeof each === "string")))
    throw new TypeError(`ca must be an array of certificates in PEM, and is ${typeof ca}.`);
  const trusted = ca && [...ca];
  return {
    async exchange(request, signal) {
      if (signal.aborted) throw coreError("core/aborted", {});
      const { maxHeaderBytes } = request;
      try {
        const connection = await openConnection(request, trusted, signal);
        const answer = await answerTo(request, connection);
        const body = bodyOf(answer, connection, (error) => exchangeError(error, signal, maxHeaderBytes));
        return { status: answer.statusCode ?? 0, headers: linesOf(answer), body };
      } catch (error) {
        throw exchangeError(error, signal, maxHeaderBytes);
      }
    },
  };
}

function answerTo(request: HttpExchange, connection: Socket): Promise<IncomingMessage> {
  const { url, method, headers, body, maxHeaderBytes } = request;
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const fail = (error: unknown): void => {
    connection.destroy();
    reject(error);
  };
  try {
    const message = httpRequest({
      // With a connection given, no agent has a part in it, and so no proxy of the environment.
      createConnection: () => connection,
      method,
      path: `${url.pathname}${url.search}`,
      headers: { ...headers, ...framingOf(url, method, body) },
      setHost: false,
      maxHeaderSize: maxHeaderBytes,
      insecureHTTPParser: false,
    });
    message.once("response", resolve);
    message.once("upgrade", () => fail(egressError("egress/bad-response", { problem: "it changes the protocol" })));
    message.on("error", fail);
    message.end(body);
  } catch (error) {
    fail(error);
  }
  return promise;
}

function framingOf(url: URL, method: string, body: Uint8Array | undefined): Readonly<Record<string, string>> {
  const hasLength = body !== undefined || !["GET", "HEAD", "DELETE", "OPTIONS"].includes(method);
  return {
    host: url.host,
    connection: "close",
    "accept-encoding": "identity",
    ...(hasLength ? { "content-length": String(body?.length ?? 0) } : {}),
  };
}

function linesOf({ rawHeaders }: IncomingMessage): HttpAnswer["headers"] {
  const lines: (readonly [string, string])[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2)
    lines.push([(rawHeaders[at] ?? "").toLowerCase(), rawHeaders[at + 1] ?? ""]);
  return lines;
}

async function* bodyOf(
  answer: IncomingMessage,
  connection: Socket,
  errorOf: (error: unknown) => Error,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of answer) yield chunk as Uint8Array;
  } catch (error) {
    throw errorOf(error);
  } finally {
    connection.destroy();
  }
}

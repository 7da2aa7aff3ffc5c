import type { JsonObject, JsonValue } from "@cordon/core";
import { kitError } from "../errors.ts";

/** Which server to ask, and as whom. */
export interface ServerOptions {
  readonly server: string;
  readonly token: string;
  readonly fetch: typeof globalThis.fetch;
}

/** One request to a server. */
export interface ServerRequest {
  readonly method: "POST" | "PUT";
  /** Parts of the path after `/v1/`. */
  readonly path: readonly string[];
  readonly body?: JsonValue;
}

/** Sends a request of JSON, and resolves with the answer's. What the server refuses rejects with `kit/server`, in its own words. */
export async function askServer({ method, path, body }: ServerRequest, options: ServerOptions): Promise<JsonObject> {
  const { server, token, fetch } = options;
  const url = new URL(`/v1/${path.map(encodeURIComponent).join("/")}`, server);
  const answer = await fetch(url, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch((cause: unknown) => {
    throw kitError(
      "kit/server",
      { problem: `There is no server at ${server}. Start one, or name another: --server <url>.` },
      { cause },
    );
  });
  const text = await answer.text();
  if (answer.ok) return objectOf(text);
  throw kitError("kit/server", { problem: `${method} ${url.pathname}: ${problemOf(answer.status, objectOf(text))}` });
}

function problemOf(status: number, { code, detail }: JsonObject): string {
  if (typeof code !== "string" || typeof detail !== "string") return `the server answered with ${status}.`;
  return `${code}: ${detail}`;
}

// A server behind a proxy that is not there answers with whatever it likes.
function objectOf(text: string): JsonObject {
  try {
    const value = JSON.parse(text) as JsonValue;
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
  } catch {
    return {};
  }
}

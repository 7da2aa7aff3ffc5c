import type { IdSource } from "@cordon/core";
import type { FastifyInstance } from "fastify";

const SAFE = /^[\w.-]{1,64}$/;

/** Gives each request an id, the caller's own if it is a plain word, and says it in the answer. */
export function nameRequests(server: FastifyInstance, ids: IdSource): void {
  server.addHook("onRequest", (request, reply, done) => {
    const given = request.headers["x-request-id"];
    const id = typeof given === "string" && SAFE.test(given) ? given : ids.next();
    // The handler reads it among the headers, like everything else that came with the request.
    request.headers["x-request-id"] = id;
    reply.header("x-request-id", id);
    done();
  });
}

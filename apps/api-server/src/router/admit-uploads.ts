import type { FastifyInstance } from "fastify";
import type { App } from "../app.ts";

/**
 * Refuses uploads of callers without a token before their bodies are read. Elsewhere it is not worth the trouble: a body of the usual
 * size is read in an instant, and its caller is checked before it is looked at.
 */
export function admitUploads(server: FastifyInstance, app: Pick<App, "admit">, usualBytes: number): void {
  server.addHook("onRequest", async (request) => {
    if (request.routeOptions.bodyLimit <= usualBytes) return;
    const { authorization } = request.headers;
    await app.admit(authorization === undefined ? {} : { authorization });
  });
}

import type { FastifyInstance } from "fastify";

/**
 * Stops accepting, lets requests under way finish, and after the time allowed cuts their connections, which aborts their
 * handlers' signals. Resolves when the last connection is gone.
 */
export async function closeGracefully(app: FastifyInstance, drainTimeoutMs: number): Promise<void> {
  const hardEnd = setTimeout(() => app.server.closeAllConnections(), drainTimeoutMs);
  // A client that keeps its connection alive would otherwise hold the server until the hard end.
  const idle = setInterval(() => app.server.closeIdleConnections(), 50);
  try {
    await app.close();
  } finally {
    clearTimeout(hardEnd);
    clearInterval(idle);
  }
}

import type { Clock } from "@cordon/core";
import type { WebSocket } from "ws";

/** Asks a client now and then whether it is there, and cuts off one that has not answered by the next time. Ends with the signal. */
export async function keepAlive(socket: WebSocket, everyMs: number, clock: Clock, signal: AbortSignal): Promise<void> {
  let isAlive = true;
  socket.on("pong", () => {
    isAlive = true;
  });
  while (!signal.aborted) {
    await clock.sleep(everyMs, signal).catch(() => undefined);
    // While nothing is read, no answer can be heard.
    if (signal.aborted || socket.isPaused) continue;
    if (!isAlive) return socket.terminate();
    isAlive = false;
    if (socket.readyState === socket.OPEN) socket.ping();
  }
  return undefined;
}

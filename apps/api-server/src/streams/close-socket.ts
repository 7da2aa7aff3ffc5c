import type { Clock } from "@cordon/core";
import type { WebSocket } from "ws";

const PATIENCE_MS = 2000;

/** Closes a socket with a code that says why, and cuts it off where its client has not taken that in two seconds. Resolves when it is closed. */
export function closeSocket(socket: WebSocket, code: number, reason: string, clock: Clock): Promise<void> {
  if (socket.readyState === socket.CLOSED) return Promise.resolve();
  return new Promise((resolve) => {
    const deadline = clock.deadline(PATIENCE_MS, undefined, () => socket.terminate());
    socket.once("close", () => {
      deadline.clear();
      resolve();
    });
    socket.close(code, reason);
  });
}

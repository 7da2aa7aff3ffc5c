import type { Clock, JsonObject } from "@cordon/core";
import type { WebSocket } from "ws";
import { closeSocket } from "./close-socket.ts";
import type { StreamLimits } from "./stream-limits.ts";

/** Writes to one socket, within bounds. */
export interface SocketWriter {
  /** Says something at once. A client that leaves too much of it waiting is cut off with 1013. */
  readonly tell: (message: JsonObject) => void;
  /** The same for what can wait: resolves when the client has room for more. One that takes nothing for too long is cut off. */
  readonly deliver: (text: string, signal: AbortSignal) => Promise<void>;
}

const HIGH_WATER_BYTES = 262_144;
const TRY_AGAIN_LATER = 1013;

/** Makes the writer of a socket. What is written after its end goes nowhere. */
export function createSocketWriter(
  socket: WebSocket,
  { maxWaitingBytes, stallMs }: Pick<StreamLimits, "maxWaitingBytes" | "stallMs">,
  clock: Clock,
): SocketWriter {
  const cutOff = (): void => void closeSocket(socket, TRY_AGAIN_LATER, "too slow", clock);
  return {
    tell(message) {
      if (socket.readyState !== socket.OPEN) return;
      socket.send(JSON.stringify(message));
      if (socket.bufferedAmount > maxWaitingBytes) cutOff();
    },
    async deliver(text, signal) {
      if (socket.readyState !== socket.OPEN) return;
      const taken = Promise.withResolvers<void>();
      socket.send(text, () => taken.resolve());
      if (socket.bufferedAmount <= HIGH_WATER_BYTES) return;
      const deadline = clock.deadline(stallMs, signal, () => taken.resolve());
      await taken.promise;
      if (deadline.expired) cutOff();
      deadline.clear();
    },
  };
}

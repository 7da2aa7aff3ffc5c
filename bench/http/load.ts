import { connect, type Socket } from "node:net";

/** What to send, to where, how often. */
export interface LoadOptions {
  readonly port: number;
  /** The complete bytes of one HTTP request. */
  readonly request: Buffer;
  readonly connections: number;
  readonly requests: number;
  /** The status line that each answer must have. */
  readonly expect: string;
}

/**
 * Sends the same request over kept-alive connections, one at a time on each, and resolves with the milliseconds it took. It does
 * as little as it can per answer, so that the server and not the load is what is measured.
 */
export async function runLoad(options: LoadOptions): Promise<number> {
  const sockets = await Promise.all(Array.from({ length: options.connections }, () => open(options.port)));
  const begun = performance.now();
  let left = options.requests;
  const take = (): boolean => {
    left -= 1;
    return left >= 0;
  };
  await Promise.all(sockets.map((socket) => drive(socket, options, take)));
  const took = performance.now() - begun;
  for (const socket of sockets) socket.destroy();
  return took;
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    socket.once("connect", () => resolve(socket)).once("error", reject);
  });
}

function drive(socket: Socket, { request, expect }: LoadOptions, take: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    let received = "";
    const next = (): void => {
      received = "";
      if (take()) socket.write(request);
      else resolve();
    };
    socket.on("data", (chunk: Buffer) => {
      received += chunk.toString("latin1");
      if (!isComplete(received)) return;
      if (received.startsWith(expect)) next();
      else reject(new Error(`Expected ${expect}, got:\n${received}`));
    });
    socket.once("close", () => reject(new Error("The server closed a connection.")));
    socket.once("error", reject);
    next();
  });
}

function isComplete(received: string): boolean {
  const end = received.indexOf("\r\n\r\n");
  if (end < 0) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(received)?.[1] ?? "0";
  return received.length >= end + 4 + Number(length);
}

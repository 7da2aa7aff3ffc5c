import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";

/** A `nats-server` with JetStream that was started for tests, and goes away with all its data when disposed. */
export interface NatsServer extends AsyncDisposable {
  readonly url: string;
  /** Ends it, orderly or with `SIGKILL`. What it has acknowledged stays. */
  stop(signal?: "SIGTERM" | "SIGKILL"): Promise<void>;
  /** Starts it again, at the same address and with the same data. */
  start(): Promise<void>;
}

/** The program, or `undefined` when none is installed; in CI that is an error. Debian puts it where only root's path leads. */
export function findNats(): string | undefined {
  const found = ["nats-server", "/usr/sbin/nats-server"].find(
    (program) => spawnSync(program, ["--version"]).error === undefined,
  );
  // Tests that start a server of their own would be skipped in silence where only the address of another was given.
  if (found === undefined && process.env["CI"]) throw new Error("nats-server is not installed, and the tests need it.");
  return found;
}

/** Starts a server on a free port of the loopback address, with a store of its own. */
export async function startNats(program: string): Promise<NatsServer> {
  const folder = mkdtempSync(join(tmpdir(), "cordon-nats-"));
  const port = await freePort();
  let server: ReturnType<typeof spawn> | undefined;
  const start = async (): Promise<void> => {
    if (server !== undefined) return;
    const options = ["--addr", "127.0.0.1", "--port", String(port), "--jetstream", "--store_dir", folder];
    const started = spawn(program, options, { stdio: "ignore" });
    server = started;
    const deadline = Date.now() + 30_000;
    while (!(await answers(port))) {
      if (Date.now() > deadline || started.exitCode !== null) throw new Error("nats-server did not start within 30 s.");
      await pause(20);
    }
  };
  const stop = async (signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> => {
    const running = server;
    server = undefined;
    if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
    running.kill(signal);
    await once(running, "exit");
  };
  await start();
  return {
    url: `nats://127.0.0.1:${port}`,
    start,
    stop,
    async [Symbol.asyncDispose]() {
      await stop("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

// The server greets with a line that begins with INFO as soon as it takes clients.
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const end = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("data", (greeting) => end(greeting.toString().startsWith("INFO ")));
    socket.once("error", () => end(false));
    socket.setTimeout(1000, () => end(false));
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

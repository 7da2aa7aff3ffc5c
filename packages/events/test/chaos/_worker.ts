import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** A process that is started again whenever it was killed, until it says that it is done. */
export interface Worker extends AsyncDisposable {
  readonly done: Promise<void>;
  /** `SIGKILL`, unless it is done; resolves when its successor has been started. */
  readonly kill: () => Promise<boolean>;
}

/** Starts a script of this folder with arguments. A script that fails by itself rejects `done`. */
export function startWorker(script: string, args: readonly string[]): Worker {
  const { promise: done, resolve, reject } = Promise.withResolvers<void>();
  let isDone = false;
  let current: ChildProcess;
  let stderr = "";
  const start = (): ChildProcess => {
    const child = fork(join(import.meta.dirname, script), [...args], { stdio: ["ignore", "ignore", "pipe", "ipc"] });
    child.stderr?.on("data", (chunk) => (stderr = `${stderr}${String(chunk)}`.slice(-2000)));
    child.on("message", (message) => {
      if (message !== "done") return;
      isDone = true;
      resolve();
    });
    child.on("exit", (code) => {
      if (code !== null && code !== 0) reject(new Error(`${script} ended with ${code}: ${stderr}`));
    });
    return child;
  };
  current = start();
  const end = async (): Promise<void> => {
    if (current.exitCode !== null || current.signalCode !== null) return;
    const ended = once(current, "exit");
    current.kill("SIGKILL");
    await ended;
  };
  return {
    done,
    async kill() {
      if (isDone) return false;
      await end();
      current = start();
      return true;
    },
    [Symbol.asyncDispose]: end,
  };
}

#!/usr/bin/env node
import process from "node:process";
import { AppError } from "@cordon/core";
import { startServer } from "./start-server.ts";

// The process around the server: environment in, signals in, exit code out.
try {
  const server = await startServer({
    env: process.env,
    workingDir: process.cwd(),
    stdout: process.stdout,
    stderr: process.stderr,
  });
  stopOnSignal(server);
} catch (error) {
  process.stderr.write(`${AppError.is(error) ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

/** The first signal drains and exits 0; a second one does not wait. */
function stopOnSignal(server: AsyncDisposable): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) process.exit(1);
    stopping = true;
    server[Symbol.asyncDispose]().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}

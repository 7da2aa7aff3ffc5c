#!/usr/bin/env node
import process from "node:process";
import { AppError } from "@cordon/core";
import { type RunningServer, startServer } from "./start-server.ts";

// The process around the server: environment in, signals in, exit code out.
const { env, stdout, stderr } = process;
const starting = startServer({ env, workingDir: process.cwd(), stdout, stderr });
// Before anything is printed: whoever reads that the server is ready may stop it at once.
stopOnSignal(starting);
try {
  await starting;
} catch (error) {
  fail(error);
}

/** The first signal drains and exits 0; a second one does not wait. */
function stopOnSignal(server: Promise<RunningServer>): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) process.exit(1);
    stopping = true;
    server.then((running) => running[Symbol.asyncDispose]()).then(() => process.exit(0), fail);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}

function fail(error: unknown): never {
  stderr.write(`${AppError.is(error) ? error.message : String(error)}\n`);
  process.exit(1);
}

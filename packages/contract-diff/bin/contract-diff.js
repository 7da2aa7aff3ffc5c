#!/usr/bin/env node
import process from "node:process";

const OLDEST = 24;

// Whoever reads the output may stop, as head does; the exit code still says what was found.
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error) => {
    if (error.code !== "EPIPE") process.exit(3);
  });

if (Number.parseInt(process.versions.node, 10) < OLDEST) {
  process.stderr.write(
    `contract-diff needs Node ${OLDEST} or newer, and this is ${process.version}. Nothing was compared.\n`,
  );
  process.exitCode = 2;
} else {
  process.exitCode = await run();
}

// No handler of signals: that way Ctrl-C ends the process at once, also in the middle of a comparison.
async function run() {
  // Loaded late: an older Node would fail on them with an error that says nothing.
  const { createCliTools, runCli } = await import("@cordon/contract-diff");
  const { createSystemClock } = await import("@cordon/core/system");
  return runCli(process.argv.slice(2), {
    clock: createSystemClock(),
    env: process.env,
    workingDir: process.cwd(),
    print: (text) => void process.stdout.write(`${text}\n`),
    printError: (text) => void process.stderr.write(`${text}\n`),
    isTerminal: process.stdout.isTTY,
    tools: await createCliTools(),
  });
}

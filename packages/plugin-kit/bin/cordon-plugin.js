#!/usr/bin/env node
import process from "node:process";
import { createSystemClock, createSystemRandom } from "@cordon/core/system";
import { runCli } from "@cordon/plugin-kit";

// Whoever reads the output may stop, as head does.
process.stdout.on("error", () => process.exit(1));

const print = (line) => void process.stdout.write(`${line}\n`);
const printError = (line) => void process.stderr.write(`${line}\n`);
const { env } = process;
process.exitCode = await runCli(process.argv.slice(2), {
  clock: createSystemClock(),
  random: createSystemRandom(),
  env,
  workingDir: process.cwd(),
  print,
  printError,
  fetch,
});

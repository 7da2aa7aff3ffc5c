import process from "node:process";
import type { TestProject } from "vitest/node";
import { findNats, startNats } from "./nats-server.ts";
import { findPostgres, startPostgres } from "./postgres-server.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A running server's address, or `""` where PostgreSQL is not installed; then its tests are skipped, except in CI. */
    readonly postgresUrl: string;
    /** The same for a NATS server with JetStream, which all tests share: each takes names of its own. */
    readonly natsUrl: string;
  }
}

/** Something that tests need to be running. */
interface Needed {
  readonly provides: "postgresUrl" | "natsUrl";
  readonly variable: string;
  readonly advice: string;
  readonly find: () => string | undefined;
  readonly start: (program: string) => Promise<AsyncDisposable & { readonly url: string }>;
}

const NEEDED: readonly Needed[] = [
  {
    provides: "postgresUrl",
    variable: "CORDON_TEST_POSTGRES_URL",
    advice: "PostgreSQL is not installed. Install it (apt-get install postgresql)",
    find: findPostgres,
    start: startPostgres,
  },
  {
    provides: "natsUrl",
    variable: "CORDON_TEST_NATS_URL",
    advice: "nats-server is not installed. Install it (apt-get install nats-server)",
    find: findNats,
    start: startNats,
  },
];

/** Starts what tests need once for all of them. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const started = new AsyncDisposableStack();
  for (const needed of NEEDED) project.provide(needed.provides, await addressOf(needed, started));
  return () => started.disposeAsync();
}

async function addressOf(needed: Needed, started: AsyncDisposableStack): Promise<string> {
  const { variable, advice, find, start } = needed;
  const given = process.env[variable];
  // Set to nothing is as good as not set: an empty address would skip the tests in silence.
  if (given !== undefined && given !== "") return given;
  const program = find();
  if (program !== undefined) return started.use(await start(program)).url;
  const problem = `${advice} or set ${variable}.`;
  if (process.env["CI"]) throw new Error(problem);
  console.warn(`${problem}\nThe tests that need it are skipped.`);
  return "";
}

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { interleave, type BenchResult } from "../interleave.ts";
import { runLoad } from "./load.ts";

const TOKEN = "a-token-for-the-benchmark";
const CONNECTIONS = 64;
const REQUESTS_PER_ROUND = 2000;
const BODY = JSON.stringify({ name: "A project of ordinary length" });

interface Child extends AsyncDisposable {
  readonly port: number;
}

/**
 * Creates projects over HTTP: the whole API server (limits, token, negotiation, validation, mapping, telemetry, log) against a
 * bare fastify route with the same JSON Schema and the same insert. Each server has a process of its own; this one is the load.
 */
export async function run(): Promise<readonly BenchResult[]> {
  const results = [await compare("create project over HTTP, on disk", tmpdir())];
  // Where writing costs nothing, what is left is our own work: nothing hides behind the disk.
  if (existsSync(MEMORY_FILES)) results.push(await compare("create project over HTTP, files in memory", MEMORY_FILES));
  return results;
}

const MEMORY_FILES = "/dev/shm";

async function compare(name: string, parent: string): Promise<BenchResult> {
  const folder = await mkdtemp(join(parent, "cordon-bench-"));
  try {
    await using ours = await startOurs(join(folder, "ours"));
    await using peer = await startPeer(join(folder, "peer.db"));
    const round = (port: number) => async (): Promise<void> => {
      const request = post(port);
      await runLoad({ port, request, connections: CONNECTIONS, requests: REQUESTS_PER_ROUND, expect: "HTTP/1.1 201" });
    };
    const timing = await interleave({
      ours: round(ours.port),
      peer: round(peer.port),
      rounds: 25,
      iterationsPerRound: 1,
    });
    // The target speaks of throughput, which is the inverse of time.
    const [ratioMedian, ratioP90] = [1 / timing.ratioMedian, 1 / timing.ratioP90];
    const target = "at least 0.75 of its throughput";
    return { name: `${name} (throughput)`, ...timing, ratioMedian, ratioP90, target, met: ratioMedian >= 0.75 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function post(port: number): Buffer {
  const head = [
    "POST /v1/projects HTTP/1.1",
    `host: 127.0.0.1:${port}`,
    `authorization: Bearer ${TOKEN}`,
    "content-type: application/json",
    `content-length: ${Buffer.byteLength(BODY)}`,
  ];
  return Buffer.from(`${head.join("\r\n")}\r\n\r\n${BODY}`);
}

function startOurs(dataDir: string): Promise<Child> {
  const main = new URL("../../apps/api-server/dist/main.js", import.meta.url).pathname;
  const env = {
    CORDON_PORT: "0",
    CORDON_TOKEN: TOKEN,
    CORDON_DATA_DIR: dataDir,
    CORDON_LOG_LEVEL: "warn",
    CORDON_RATE_LIMIT_PER_SECOND: "500000",
  };
  return start([main], env, /ready at http:\/\/127\.0\.0\.1:(\d+)/);
}

function startPeer(file: string): Promise<Child> {
  return start([new URL("peer-server.ts", import.meta.url).pathname, file], {}, /^(\d+)\n/);
}

function start(args: readonly string[], env: Readonly<Record<string, string>>, ready: RegExp): Promise<Child> {
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "inherit"] });
  return new Promise((resolve, reject) => {
    let printed = "";
    child.once("exit", (code) => reject(new Error(`${args.join(" ")} ended with ${code}:\n${printed}`)));
    child.stdout.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
      const port = ready.exec(printed)?.[1];
      if (port !== undefined)
        resolve({ port: Number(port), [Symbol.asyncDispose]: async () => void child.kill("SIGKILL") });
    });
  });
}

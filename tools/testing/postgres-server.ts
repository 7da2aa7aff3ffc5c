import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";

/** A PostgreSQL server that was started for tests, and goes away with all its data when disposed. */
export interface PostgresServer extends AsyncDisposable {
  readonly url: string;
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** The folder with `postgres` and `initdb`, or `undefined` when none is installed. */
export function findPostgres(): string | undefined {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort((one, other) => Number(other) - Number(one)) : [];
  const folders = [
    ...versions.map((version) => join(debian, version, "bin")),
    ...(process.env["PATH"] ?? "").split(delimiter),
  ];
  return folders.find((folder) => existsSync(join(folder, "postgres")) && existsSync(join(folder, "initdb")));
}

/** Makes a database cluster in a folder of its own and starts a server on it. */
export async function startPostgres(binaries: string): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), "cordon-postgres-"));
  // The server refuses to run as root.
  const user = process.getuid?.() === 0 ? ordinaryUser() : {};
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, "data");
  const options = ["-D", data, "-U", "cordon", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"];
  const made = spawnSync(join(binaries, "initdb"), options, { ...user, cwd: folder });
  if (made.status !== 0) throw new Error(`initdb failed:\n${made.stderr.toString()}${String(made.error ?? "")}`);
  const port = await freePort();
  const settings = [
    "-h",
    "127.0.0.1",
    "-p",
    String(port),
    "-k",
    folder,
    "-c",
    "fsync=off",
    "-c",
    "max_connections=200",
  ];
  let server: ReturnType<typeof spawn> | undefined;
  const start = async (): Promise<void> => {
    server = spawn(join(binaries, "postgres"), ["-D", data, ...settings], { ...user, cwd: folder, stdio: "ignore" });
    const deadline = Date.now() + 30_000;
    while (spawnSync(join(binaries, "pg_isready"), ["-h", "127.0.0.1", "-p", String(port)]).status !== 0) {
      if (Date.now() > deadline || server.exitCode !== null) throw new Error("PostgreSQL did not start within 30 s.");
      await pause(50);
    }
  };
  const stop = async (): Promise<void> => {
    const running = server;
    server = undefined;
    if (running === undefined || running.exitCode !== null) return;
    // SIGINT is PostgreSQL's fast shutdown: it does not wait for clients to go.
    running.kill("SIGINT");
    await once(running, "exit");
  };
  await start();
  return {
    url: `postgres://cordon@127.0.0.1:${port}/postgres`,
    start,
    stop,
    async [Symbol.asyncDispose]() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function ordinaryUser(): { readonly uid?: number; readonly gid?: number } {
  return { uid: postgresId("-u"), gid: postgresId("-g") };
}

function postgresId(flag: "-u" | "-g"): number {
  // 65534 is nobody, who is there on every system.
  return Number(spawnSync("id", [flag, "postgres"]).stdout.toString() || 65_534);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

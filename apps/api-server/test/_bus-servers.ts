import { generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type Answer, callAt, type Call, TOKEN } from "./_api.ts";
import { type ServerProcess, startServerProcess, temporaryFolder } from "./_server-process.ts";

/** A server process that is part of a bus. */
export interface BusServer extends ServerProcess {
  readonly url: string;
  readonly call: (call: Call) => Promise<Answer>;
}

/** Servers that share a broker, a name and a key. */
export interface TestBus {
  readonly env: Readonly<Record<string, string>>;
  /** Starts one, on a data folder of its own unless `env` names another. */
  readonly start: (env?: Readonly<Record<string, string>>) => Promise<BusServer>;
}

/** Writes a key as an operator would. */
export function writeBusKey(file: string, mode = 0o600): string {
  const pem = generateKeyPairSync("ed25519").privateKey.export({ format: "pem", type: "pkcs8" });
  writeFileSync(file, pem, { mode });
  return file;
}

/** Makes a bus that no other test has. */
export async function newBus(natsUrl: string): Promise<TestBus> {
  const folder = await temporaryFolder();
  onTestFinished(() => folder[Symbol.asyncDispose]());
  const env = {
    CORDON_NATS_URL: natsUrl,
    CORDON_BUS_NAME: `t${crypto.randomUUID().slice(0, 13)}`,
    CORDON_BUS_KEY_FILE: writeBusKey(join(folder.path, "bus.pem")),
  };
  return {
    env,
    async start(more = {}) {
      const data = await temporaryFolder();
      const own = { CORDON_PORT: "0", CORDON_TOKEN: TOKEN, CORDON_DATA_DIR: data.path };
      const server = await startServerProcess({ ...own, ...env, ...more });
      onTestFinished(async () => {
        server.child.kill("SIGKILL");
        await server.ended;
        await data[Symbol.asyncDispose]();
      });
      const url = /ready at (\S+)/.exec(server.output())?.[1];
      if (url === undefined) throw new Error(`The server did not start:\n${server.output()}`);
      return { ...server, url, call: (call) => callAt(url, call) };
    },
  };
}

import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { freePort, type ServerProcess, startServerProcess, temporaryFolder } from "./_server-process.ts";

const TOKEN = "a-token-for-the-kill-test";
const CREATES = 10_000;
const CLIENTS = 64;
const KILLS = 3;

interface Created {
  readonly id: string;
  readonly name: string;
}

const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" };

test(
  "10,000 creates by 64 clients survive three kill -9: every acknowledged project is there, and none twice",
  { timeout: 240_000 },
  async () => {
    await using folder = await temporaryFolder();
    const port = await freePort();
    const base = `http://127.0.0.1:${port}`;
    const env = {
      CORDON_PORT: String(port),
      CORDON_TOKEN: TOKEN,
      CORDON_DATA_DIR: folder.path,
      CORDON_LOG_LEVEL: "error",
    };
    let server: ServerProcess = await startServerProcess(env);
    const acknowledged = new Map<string, string>();
    let next = 0;
    let repeats = 0;

    const create = async (name: string): Promise<void> => {
      for (;;) {
        try {
          const response = await fetch(`${base}/v1/projects`, {
            method: "POST",
            headers: { ...headers, "idempotency-key": `key-of-${name}` },
            body: JSON.stringify({ name }),
          });
          const body = (await response.json()) as Created;
          if (response.status !== 201) throw new Error(`${response.status}: ${JSON.stringify(body)}`);
          acknowledged.set(name, body.id);
          return;
        } catch {
          // The answer was lost with the server: whether it was done is what the key is for.
          repeats += 1;
          await pause(20);
        }
      }
    };
    const client = async (): Promise<void> => {
      while (next < CREATES) {
        next += 1;
        await create(`project-${next}`);
      }
    };
    const killer = async (): Promise<void> => {
      for (let kill = 1; kill <= KILLS; kill += 1) {
        while (acknowledged.size < (CREATES * kill) / (KILLS + 1)) await pause(2);
        server.child.kill("SIGKILL");
        expect(await server.ended).toBe("SIGKILL");
        server = await startServerProcess(env);
      }
    };
    try {
      await Promise.all([killer(), ...Array.from({ length: CLIENTS }, client)]);
      const stored = await listAll(base);
      expect(repeats).toBeGreaterThan(0);
      expect(acknowledged.size).toBe(CREATES);
      expect(stored).toHaveLength(CREATES);
      expect(new Map(stored.map(({ name, id }) => [name, id]))).toEqual(acknowledged);
    } finally {
      server.child.kill("SIGKILL");
    }
  },
);

async function listAll(base: string): Promise<readonly Created[]> {
  const all: Created[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const query: string = cursor === "" ? "limit=200" : `limit=200&cursor=${cursor}`;
    const response = await fetch(`${base}/v1/projects?${query}`, { headers });
    const page = (await response.json()) as { readonly items: readonly Created[]; readonly next: string | null };
    all.push(...page.items);
    cursor = page.next;
  }
  return all;
}

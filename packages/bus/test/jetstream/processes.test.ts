import { type ChildProcess, fork } from "node:child_process";
import { Buffer } from "node:buffer";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { generateBusKey } from "../../src/index.ts";
import { expect, inject, onTestFinished, test } from "vitest";
import { freshName, random, until } from "./_servers.ts";

const url = inject("natsUrl");
const PROGRAM = fileURLToPath(new URL("_server-process.ts", import.meta.url));

interface Server {
  readonly process: ChildProcess;
  readonly tell: (what: string, value?: unknown) => Promise<unknown>;
}

function serversOf(): (serverId: string) => Promise<Server> {
  const name = freshName();
  const pem = Buffer.from(generateBusKey(random).exportPrivateKeyPem()).toString("base64");
  return async (serverId) => {
    const child = fork(PROGRAM, [url, name, serverId, pem], { execArgv: [] });
    onTestFinished(() => void child.kill("SIGKILL"));
    await once(child, "message");
    let last = 0;
    return {
      process: child,
      async tell(what, value) {
        last += 1;
        const id = last;
        child.send({ id, what, value });
        for (;;) {
          const [answer] = (await once(child, "message")) as [{ id: number; value?: unknown; error?: string }];
          if (answer.id !== id) continue;
          if (answer.error !== undefined) throw new Error(answer.error);
          return answer.value;
        }
      },
    };
  };
}

test.skipIf(url === "")("two processes are one bus: messages, requests and grants go both ways", async () => {
  const start = serversOf();
  const [one, two] = await Promise.all([start("one"), start("two")]);
  await one.tell("grant");
  await two.tell("can", true);
  const sent = [await one.tell("emit", 1), await two.tell("emit", 2), await one.tell("emit", 3)];
  for (const server of [one, two]) {
    let got: unknown;
    await until(() => {
      void server.tell("got").then((list) => (got = list));
      return Array.isArray(got) && got.length === 3;
    });
    expect(got).toEqual(expect.arrayContaining(sent));
  }
  expect(await one.tell("ask", "echo-two")).toEqual(["two", 1]);
  expect(await two.tell("ask", "echo-one")).toEqual(["one", 1]);
  await expect(two.tell("ask", "echo-three")).rejects.toThrow("bus/no-responder");
});

test.skipIf(url === "")("a revocation in one process stops the sender in the other in under 100 ms", async () => {
  const start = serversOf();
  const [one, two] = await Promise.all([start("one"), start("two")]);
  const took: number[] = [];
  for (let round = 0; round < 20; round += 1) {
    await one.tell("grant");
    await two.tell("can", true);
    const stopped = two.tell("can", false);
    const revoked = BigInt(String(await one.tell("revoke")));
    took.push(Number(BigInt(String(await stopped)) - revoked) / 1e6);
    await expect(two.tell("emit", round)).rejects.toThrow("bus/denied");
  }
  took.sort((a, b) => a - b);
  const median = took[10] ?? Number.NaN;
  process.stdout.write(
    `revoked after ${median.toFixed(2)} ms (median of 20; ${took[0]?.toFixed(2)} to ${took.at(-1)?.toFixed(2)})`,
  );
  expect(median).toBeLessThan(100);
});

test.skipIf(url === "")("what one process granted another can revoke, for good", async () => {
  const start = serversOf();
  const [one, two] = await Promise.all([start("one"), start("two")]);
  await one.tell("grant");
  await two.tell("can", true);
  const stopped = one.tell("can", false);
  expect(await two.tell("revokeAll")).toBe(1);
  await stopped;
  await expect(one.tell("emit", 1)).rejects.toThrow("bus/denied");
  await expect(two.tell("emit", 1)).rejects.toThrow("bus/denied");
});

test.skipIf(url === "")(
  "a process that was killed gets what it missed, and one that is gone answers nothing",
  async () => {
    const start = serversOf();
    const [one, two] = await Promise.all([start("one"), start("two")]);
    await one.tell("grant");
    await one.tell("emit", 1);
    two.process.kill("SIGKILL");
    await once(two.process, "exit");
    for (const each of [2, 3]) await one.tell("emit", each);
    const again = await start("two");
    let got: readonly unknown[] = [];
    await until(() => {
      void again.tell("got").then((list) => (got = list as readonly unknown[]));
      return got.length >= 2;
    });
    const carried = got.map(
      (envelope) => (envelope as { message: { event: { payload: number } } }).message.event.payload,
    );
    expect(carried.slice(-2)).toEqual([2, 3]);
  },
);

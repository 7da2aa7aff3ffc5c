// One server of a bus in a process of its own. Its parent tells it what to do, one thing at a time.
import process from "node:process";
import { createMemoryLogger } from "@cordon/core";
import { createSystemClock, createSystemRandom, createTimeOrderedIds } from "@cordon/core/system";
import { connect } from "@nats-io/transport-node";
import { bridgeBus } from "../../src/adapters/jetstream/index.ts";
import { busKeyFrom, createMessageBus, createRevocationList, type Grant } from "../../src/index.ts";

const [, , url = "", name = "", serverId = "", pem = ""] = process.argv;
const clock = createSystemClock();
const random = createSystemRandom();
const ids = createTimeOrderedIds({ clock, random });
const key = busKeyFrom({ privateKeyPem: Buffer.from(pem, "base64").toString() });
const bus = createMessageBus({ clock, random, ids });
const connection = await connect({ servers: url, maxReconnectAttempts: -1 });
const rootKeys = [key.publicKey];
const logger = createMemoryLogger();
const revocations = createRevocationList({ clock });
const given = { bus, connection, name, serverId, authority: key, rootKeys, clock, random, logger, revocations };
await bridgeBus(given);

const got: unknown[] = [];
const sender = bus.openSender("agent");
const subscription = bus.subscribe({ topic: "event.agent.>", capacity: 10_000 });
let grant: Grant | undefined;
void subscription.consume((received) => {
  if (received.kind === "message") got.push(JSON.parse(JSON.stringify(received.envelope)));
});
bus.respond({ name: `echo-${serverId}` }, ({ command }) =>
  command.type === "invoke" ? [serverId, command.payload] : null,
);

const does: Readonly<Record<string, (value: never) => unknown>> = {
  got: () => got,
  emit: (payload: number) =>
    sender.emitEvent({ kind: "tick", payload }).then((envelope) => JSON.parse(JSON.stringify(envelope))),
  ask: (to: string) => bus.request({ to, command: { type: "invoke", moduleId: to, method: "say", payload: 1 } }),
  grant() {
    grant = bus.grantCapability("agent", "emit:*");
  },
  /** The moment at which it was revoked. */
  revoke() {
    const at = process.hrtime.bigint();
    grant?.revoke();
    return String(at);
  },
  revokeAll: () => bus.revokeCapability("agent", "emit:*"),
  can: (wanted: boolean) => when(wanted),
};

process.on("message", ({ id, what, value }: { id: number; what: string; value: never }) => {
  void (async () => {
    try {
      process.send?.({ id, value: await does[what]?.(value) });
    } catch (error) {
      process.send?.({ id, error: (error as { readonly code?: string }).code ?? String(error) });
    }
  })();
});
process.send?.({ id: 0 });

/** The moment at which the agent can, or cannot any more. */
async function when(wanted: boolean): Promise<string> {
  while (sender.can("emit:tick") !== wanted) await new Promise((resolve) => setImmediate(resolve));
  return String(process.hrtime.bigint());
}

/** What carries bindings. */
export type BindingKind = "server" | "channel" | "operation" | "message";

/**
 * What a field of a binding means to others. `own`: nothing, it is how the application or its broker is set up. `agreed`: both sides must
 * have the same. `schema`: it describes what travels. A field that is not here could be any of them.
 */
export type BindingMeaning = "own" | "agreed" | "schema";

// From the binding definitions of AsyncAPI. A field of which the meaning depends on the use is left out on purpose: whether a lower
// quality of service lets somebody down is for people to say.
const FIELDS: Readonly<
  Record<BindingKind, Readonly<Record<string, Readonly<Record<BindingMeaning, readonly string[]>>>>>
> = {
  server: {
    kafka: { own: [], agreed: ["schemaRegistryUrl", "schemaRegistryVendor"], schema: [] },
    mqtt: {
      own: ["clientId", "cleanSession", "lastWill", "keepAlive", "sessionExpiryInterval"],
      agreed: [],
      schema: [],
    },
    solace: { own: ["clientName"], agreed: ["msgVpn", "msvVpn"], schema: [] },
    pulsar: { own: [], agreed: ["tenant"], schema: [] },
    ibmmq: { own: ["heartBeatInterval"], agreed: ["groupId", "ccdtQueueManagerName", "cipherSpec"], schema: [] },
  },
  channel: {
    kafka: { own: ["partitions", "replicas", "topicConfiguration"], agreed: ["topic"], schema: [] },
    ws: { own: [], agreed: ["method"], schema: ["query", "headers"] },
    amqp: { own: [], agreed: ["is", "exchange", "queue"], schema: [] },
    pulsar: {
      own: ["compaction", "geo-replication", "retention", "ttl", "deduplication"],
      agreed: ["namespace", "persistence"],
      schema: [],
    },
    googlepubsub: { own: ["labels", "messageRetentionDuration", "messageStoragePolicy"], agreed: [], schema: [] },
    jms: { own: [], agreed: ["destination", "destinationType"], schema: [] },
    anypointmq: { own: [], agreed: ["destination", "destinationType"], schema: [] },
  },
  operation: {
    http: { own: [], agreed: ["method"], schema: ["query"] },
    kafka: { own: ["groupId", "clientId"], agreed: [], schema: [] },
    nats: { own: ["queue"], agreed: [], schema: [] },
    amqp: { own: ["ack"], agreed: [], schema: [] },
  },
  message: {
    http: { own: [], agreed: ["statusCode"], schema: ["headers"] },
    kafka: {
      own: [],
      agreed: ["schemaIdLocation", "schemaIdPayloadEncoding", "schemaLookupStrategy"],
      schema: ["key"],
    },
    amqp: { own: [], agreed: ["contentEncoding", "messageType"], schema: [] },
    mqtt: { own: [], agreed: ["contentType"], schema: [] },
    jms: { own: [], agreed: [], schema: ["headers"] },
    anypointmq: { own: [], agreed: [], schema: ["headers"] },
  },
};

/** The meaning of a field; `undefined` where nobody can tell. Versions of bindings and extensions are words, and so of nobody's concern. */
export function bindingMeaning(kind: BindingKind, protocol: string, field: string): BindingMeaning | undefined {
  if (field === "bindingVersion" || field.startsWith("x-")) return "own";
  const protocols = FIELDS[kind];
  const meanings = Object.hasOwn(protocols, protocol) ? protocols[protocol] : undefined;
  if (meanings === undefined) return undefined;
  return MEANINGS.find((meaning) => meanings[meaning].includes(field));
}

const MEANINGS: readonly BindingMeaning[] = ["own", "agreed", "schema"];

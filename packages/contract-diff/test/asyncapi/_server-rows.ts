import type { Row } from "./_changes-of.ts";
import { baseDocument, changed } from "./_documents.ts";

const CHANGED = ["server-changed backward major", "server-changed forward minor"];

/** What may happen to servers. */
export const serverRows: readonly Row[] = [
  {
    change: "a server is gone",
    old: baseDocument(),
    next: changed((api) => delete api.servers.staging),
    forth: ["server-removed backward major"],
    back: ["server-added forward minor"],
  },
  {
    change: "a server has another key",
    old: baseDocument(),
    next: changed((api) => {
      api.servers.live = api.servers.production;
      delete api.servers.production;
      api.channels.orders.servers[0].$ref = "#/servers/live";
    }),
    forth: ["server-renamed none patch"],
    back: ["server-renamed none patch"],
  },
  {
    change: "a server has another host",
    old: baseDocument(),
    next: changed((api) => (api.servers.production.host = "b.example.com")),
    forth: CHANGED,
    back: CHANGED,
  },
  {
    change: "a server has another protocol",
    old: baseDocument(),
    next: changed((api) => (api.servers.production.protocol = "kafka-secure")),
    forth: CHANGED,
    back: CHANGED,
  },
  {
    change: "a server has another path",
    old: baseDocument(),
    next: changed((api) => (api.servers.production.pathname = "/v2")),
    forth: CHANGED,
    back: CHANGED,
  },
  {
    change: "a server says the version of its protocol",
    old: baseDocument(),
    next: changed((api) => (api.servers.production.protocolVersion = "3")),
    forth: CHANGED,
    back: CHANGED,
  },
  {
    change: "a variable has one value more",
    old: baseDocument(),
    next: changed((api) => api.servers.staging.variables.name.enum.push("c")),
    forth: ["server-variable forward minor"],
    back: ["server-variable backward major"],
  },
  {
    change: "a variable may be anything",
    old: baseDocument(),
    next: changed((api) => delete api.servers.staging.variables.name.enum),
    forth: ["server-variable forward minor"],
    back: ["server-variable backward major"],
  },
  {
    change: "a variable has another default",
    old: baseDocument(),
    next: changed((api) => (api.servers.staging.variables.name.default = "b")),
    forth: ["server-variable none minor"],
    back: ["server-variable none minor"],
  },
];

import type { Row } from "./_changes-of.ts";
import { baseDocument, changed } from "./_documents.ts";

/** What may happen to channels, their addresses and parameters. */
export const channelRows: readonly Row[] = [
  {
    change: "a channel without operations is gone",
    old: changed((api) => (api.channels.spare = { address: "spare" })),
    next: baseDocument(),
    forth: ["channel-removed backward major"],
    back: ["channel-added forward minor"],
  },
  {
    change: "a channel is gone with its operation",
    old: baseDocument(),
    next: changed((api) => {
      delete api.channels.signups;
      delete api.operations.publishSignup;
    }),
    forth: ["channel-removed backward major", "operation-removed backward major"],
    back: ["channel-added forward minor", "operation-added forward minor"],
  },
  {
    change: "a channel has another key",
    old: baseDocument(),
    next: changed((api) => {
      api.channels.newcomers = api.channels.signups;
      delete api.channels.signups;
      api.operations.publishSignup.channel.$ref = "#/channels/newcomers";
    }),
    forth: ["channel-renamed none patch"],
    back: ["channel-renamed none patch"],
  },
  {
    change: "a channel has another address",
    old: baseDocument(),
    next: changed((api) => (api.channels.orders.address = "v2/orders")),
    forth: ["address-changed backward major", "address-changed forward minor"],
    back: ["address-changed backward major", "address-changed forward minor"],
  },
  {
    change: "an address that was said is known only later",
    old: baseDocument(),
    next: changed((api) => (api.channels.orders.address = null)),
    forth: ["address-changed backward major ?", "address-changed forward minor ?"],
    back: ["address-changed backward major ?", "address-changed forward minor ?"],
  },
  {
    change: "a parameter has another name",
    old: baseDocument(),
    next: changed((api) => {
      api.channels.signups.address = "users/{area}/signups";
      api.channels.signups.parameters = { area: api.channels.signups.parameters.region };
    }),
    forth: ["parameter-renamed none patch"],
    back: ["parameter-renamed none patch"],
  },
  {
    change: "a parameter has one value less",
    old: baseDocument(),
    next: changed((api) => api.channels.signups.parameters.region.enum.pop()),
    forth: ["parameter-values backward major"],
    back: ["parameter-values forward minor"],
  },
  {
    change: "a parameter has other values",
    old: baseDocument(),
    next: changed((api) => (api.channels.signups.parameters.region.enum = ["eu", "asia"])),
    forth: ["parameter-values backward major", "parameter-values forward minor"],
    back: ["parameter-values backward major", "parameter-values forward minor"],
  },
  {
    change: "nothing is said of a parameter any longer",
    old: baseDocument(),
    next: changed((api) => delete api.channels.signups.parameters),
    forth: ["parameter-values forward minor", "parameter-values none minor"],
    back: ["parameter-values backward major", "parameter-values none minor"],
  },
  {
    change: "a parameter is taken from the message",
    old: baseDocument(),
    next: changed((api) => (api.channels.signups.parameters.region.location = "$message.payload#/region")),
    forth: ["parameter-location backward major", "parameter-location forward minor"],
    back: ["parameter-location backward major", "parameter-location forward minor"],
  },
  {
    change: "a channel is on one server less",
    old: baseDocument(),
    next: changed((api) => (api.channels.signups.servers = [{ $ref: "#/servers/staging" }])),
    forth: ["channel-server backward major"],
    back: ["channel-server forward minor"],
  },
  {
    change: "a channel loses its list of servers, which means all",
    old: baseDocument(),
    next: changed((api) => delete api.channels.orders.servers),
    forth: ["channel-server forward minor"],
    back: ["channel-server backward major"],
  },
  {
    change: "a server is gone that a channel named",
    old: changed((api) => {
      api.channels.signups.servers = [{ $ref: "#/servers/production" }, { $ref: "#/servers/staging" }];
    }),
    next: changed((api) => {
      delete api.servers.staging;
      api.channels.signups.servers = [{ $ref: "#/servers/production" }];
    }),
    forth: ["server-removed backward major"],
    back: ["server-added forward minor"],
  },
];

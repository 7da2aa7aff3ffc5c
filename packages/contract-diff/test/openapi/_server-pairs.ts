import type { JsonObject, JsonValue } from "@cordon/core";
import { operation } from "./_diff.ts";
import { pair, type Pair } from "./_pairs.ts";

const both = (rule: string): readonly string[] => [`${rule} backward major`, `${rule} forward minor`];
const server = (...servers: readonly JsonValue[]): JsonObject => operation({}, { servers });
const region = (variable: JsonObject): JsonObject =>
  server({ url: "https://{region}.example", variables: { region: variable } });

export const serverPairs: readonly Pair[] = [
  pair(
    "a server is added",
    server({ url: "/v1" }),
    server({ url: "/v1" }, { url: "/v2" }),
    ["server-added forward minor"],
    ["server-removed backward major"],
  ),
  pair(
    "the address of the server changes",
    server({ url: "https://a.example" }),
    server({ url: "https://b.example" }),
    ["server-added forward minor", "server-removed backward major"],
  ),
  pair("the server that there is without any is written out", operation({}), server({ url: "/" }), []),
  pair(
    "the address of the server gets a slash",
    server({ url: "https://a.example/v1" }),
    server({ url: "https://a.example/v1/" }),
    [],
  ),
  pair("servers are in another order", server({ url: "/a" }, { url: "/b" }), server({ url: "/b" }, { url: "/a" }), []),
  pair(
    "a variable may have one more value",
    region({ default: "eu", enum: ["eu"] }),
    region({ default: "eu", enum: ["eu", "us"] }),
    ["server-variable forward minor"],
    ["server-variable backward major"],
  ),
  pair("a variable has another default", region({ default: "eu" }), region({ default: "us" }), both("server-variable")),
  pair(
    "a variable may be anything",
    region({ default: "eu", enum: ["eu"] }),
    region({ default: "eu" }),
    ["server-variable forward minor"],
    ["server-variable backward major"],
  ),
  pair(
    "a variable is renamed",
    region({ default: "eu" }),
    server({ url: "https://{place}.example", variables: { place: { default: "eu" } } }),
    [],
  ),
  pair(
    "an operation gets a server of its own",
    server({ url: "/v1" }),
    operation({ servers: [{ url: "/v2" }] }, { servers: [{ url: "/v1" }] }),
    ["server-added forward minor", "server-removed backward major"],
  ),
  pair(
    "an operation says the server of the document again",
    server({ url: "/v1" }),
    operation({ servers: [{ url: "/v1" }] }, { servers: [{ url: "/v1" }] }),
    [],
  ),
];

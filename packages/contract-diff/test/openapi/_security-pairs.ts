import type { JsonObject, JsonValue } from "@cordon/core";
import { operation } from "./_diff.ts";
import { pair, type Pair } from "./_pairs.ts";

const both = (rule: string): readonly string[] => [`${rule} backward major`, `${rule} forward minor`];
const KEY: JsonObject = { type: "apiKey", in: "header", name: "X-Key" };
const oauth = (flow: JsonObject = {}, name = "clientCredentials"): JsonObject => ({
  type: "oauth2",
  flows: { [name]: { tokenUrl: "https://a.example/token", scopes: { read: "", write: "" }, ...flow } },
});
const schemes = (oauthScheme: JsonObject = oauth(), key: JsonObject = KEY): JsonObject => ({
  components: { securitySchemes: { key, oauth: oauthScheme } },
});
const secured = (security: JsonValue, others: JsonObject = schemes()): JsonObject => operation({ security }, others);

export const securityPairs: readonly Pair[] = [
  pair(
    "credentials are asked for",
    operation({}),
    secured([{ key: [] }]),
    ["security-tightened backward major"],
    ["security-loosened forward minor"],
  ),
  pair(
    "credentials are asked for by the document",
    operation({}, schemes()),
    operation({}, { ...schemes(), security: [{ key: [] }] }),
    ["security-tightened backward major"],
    ["security-loosened forward minor"],
  ),
  pair(
    "an operation says the security of the document itself",
    operation({}, { ...schemes(), security: [{ key: [] }] }),
    operation({ security: [{ key: [] }] }, { ...schemes(), security: [{ key: [] }] }),
    [],
  ),
  pair(
    "an operation is freed from the security of the document",
    operation({}, { ...schemes(), security: [{ key: [] }] }),
    operation({ security: [] }, { ...schemes(), security: [{ key: [] }] }),
    ["security-loosened forward minor"],
    ["security-tightened backward major"],
  ),
  pair(
    "an alternative is added",
    secured([{ key: [] }]),
    secured([{ key: [] }, { oauth: ["read"] }]),
    ["security-loosened forward minor"],
    ["security-tightened backward major"],
  ),
  pair(
    "alternatives are in another order",
    secured([{ key: [] }, { oauth: [] }]),
    secured([{ oauth: [] }, { key: [] }]),
    [],
  ),
  pair(
    "a second scheme is asked for with the first",
    secured([{ key: [] }]),
    secured([{ key: [], oauth: [] }]),
    ["security-tightened backward major"],
    ["security-loosened forward minor"],
  ),
  pair(
    "one more scope is asked for",
    secured([{ oauth: ["read"] }]),
    secured([{ oauth: ["read", "write"] }]),
    ["security-tightened backward major"],
    ["security-loosened forward minor"],
  ),
  pair("another scheme is asked for", secured([{ key: [] }]), secured([{ oauth: [] }]), [
    "security-loosened forward minor",
    "security-tightened backward major",
  ]),
  pair(
    "a call without credentials is allowed beside that with some",
    secured([{ key: [] }]),
    secured([{ key: [] }, {}]),
    ["security-loosened forward minor"],
    ["security-tightened backward major"],
  ),
  pair(
    "a scheme gets another name",
    secured([{ key: [] }]),
    secured([{ apiKey: [] }], { components: { securitySchemes: { apiKey: KEY } } }),
    [],
  ),
  pair(
    "a key goes into another header",
    secured([{ key: [] }]),
    secured([{ key: [] }], schemes(oauth(), { ...KEY, name: "X-Api-Key" })),
    both("security-scheme"),
  ),
  pair(
    "the name of the header of a key is in another case",
    secured([{ key: [] }]),
    secured([{ key: [] }], schemes(oauth(), { ...KEY, name: "x-key" })),
    [],
  ),
  pair(
    "a key goes into the query",
    secured([{ key: [] }]),
    secured([{ key: [] }], schemes(oauth(), { ...KEY, in: "query" })),
    both("security-scheme"),
  ),
  pair(
    "a scheme that nobody asks for changes",
    operation({}, schemes()),
    operation({}, schemes(oauth(), { ...KEY, in: "query" })),
    [],
  ),
  pair(
    "an HTTP scheme changes",
    secured([{ key: [] }], schemes(oauth(), { type: "http", scheme: "basic" })),
    secured([{ key: [] }], schemes(oauth(), { type: "http", scheme: "Bearer" })),
    both("security-scheme"),
  ),
  pair(
    "the address of OpenID Connect changes",
    secured([{ key: [] }], schemes(oauth(), { type: "openIdConnect", openIdConnectUrl: "https://a.example" })),
    secured([{ key: [] }], schemes(oauth(), { type: "openIdConnect", openIdConnectUrl: "https://b.example" })),
    both("security-scheme"),
  ),
  pair(
    "tokens come from another address",
    secured([{ oauth: [] }]),
    secured([{ oauth: [] }], schemes(oauth({ tokenUrl: "https://b.example" }))),
    both("oauth-url"),
  ),
  pair(
    "a scope can be had no longer",
    secured([{ oauth: [] }]),
    secured([{ oauth: [] }], schemes(oauth({ scopes: { read: "" } }))),
    ["oauth-scope-removed backward major"],
    ["oauth-scope-added forward minor"],
  ),
  pair(
    "the words of a scope change",
    secured([{ oauth: [] }]),
    secured([{ oauth: [] }], schemes(oauth({ scopes: { read: "Reads", write: "" } }))),
    [],
  ),
  pair(
    "tokens are had by another flow",
    secured([{ oauth: [] }]),
    secured([{ oauth: [] }], schemes(oauth({}, "password"))),
    ["oauth-flow-added forward minor", "oauth-flow-removed backward major"],
  ),
];

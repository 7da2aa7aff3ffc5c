import type { Row } from "./_changes-of.ts";
import { changed, type Loose } from "./_documents.ts";

const secured = (...names: readonly string[]): Loose =>
  changed((api) => {
    api.servers.production.security = names.map((name) => ({ $ref: `#/components/securitySchemes/${name}` }));
  });

/** What may happen to security. */
export const securityRows: readonly Row[] = [
  {
    change: "something must be shown",
    old: secured(),
    next: secured("password"),
    forth: ["security backward major"],
    back: ["security forward minor"],
  },
  {
    change: "there is one alternative less",
    old: secured("password", "certificate"),
    next: secured("password"),
    forth: ["security backward major"],
    back: ["security forward minor"],
  },
  {
    change: "another scheme is asked for",
    old: secured("password"),
    next: secured("certificate"),
    forth: ["security backward major", "security forward minor"],
    back: ["security backward major", "security forward minor"],
  },
  {
    change: "one scope more is asked for",
    old: secured("oauth"),
    next: secured("oauthWrite"),
    forth: ["security backward major"],
    back: ["security forward minor"],
  },
  {
    change: "tokens come from another address",
    old: secured("oauth"),
    next: changed((api) => {
      api.servers.production.security = [{ $ref: "#/components/securitySchemes/oauth" }];
      api.components.securitySchemes.oauth.flows.clientCredentials.tokenUrl = "https://b.example";
    }),
    forth: ["security backward major", "security forward minor"],
    back: ["security backward major", "security forward minor"],
  },
  {
    change: "an operation asks for something",
    old: changed(() => {}),
    next: changed((api) => (api.operations.publishSignup.security = [{ type: "userPassword" }])),
    forth: ["security backward major"],
    back: ["security forward minor"],
  },
];

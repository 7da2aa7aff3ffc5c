import type { Row } from "./_changes-of.ts";
import { baseDocument, changed, type Loose } from "./_documents.ts";

const WORDS = ["words none patch"];

const row = (change: string, write: (api: Loose) => void): Row => ({
  change,
  old: baseDocument(),
  next: changed(write),
  forth: WORDS,
  back: WORDS,
});

/** What is for people alone. */
export const wordRows: readonly Row[] = [
  row("the contract has another title", (api) => (api.info.title = "All users")),
  row("a server has a description", (api) => (api.servers.production.description = "The real one.")),
  row("a channel has a tag", (api) => (api.channels.signups.tags = [{ name: "users" }])),
  row("a parameter has a description", (api) => (api.channels.signups.parameters.region.description = "Where.")),
  row("an operation has a summary", (api) => (api.operations.publishSignup.summary = "Says hello.")),
  row("a reply has an extension", (api) => (api.operations.onOrder.reply["x-slow"] = true)),
  row("a message has examples", (api) => (api.components.messages.SignedUp.examples = [{ payload: { name: "Ann" } }])),
  row("a message has an extension", (api) => (api.components.messages.SignedUp["x-owner"] = "team")),
  row("a schema has another description", (api) => (api.components.schemas.User.description = "Somebody.")),
];

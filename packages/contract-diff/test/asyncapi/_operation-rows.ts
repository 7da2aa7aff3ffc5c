import type { Row } from "./_changes-of.ts";
import { baseDocument, changed } from "./_documents.ts";

/** The base, where the application asks for something and waits for the reply. */
function asking(change: (api: ReturnType<typeof baseDocument>) => void = () => {}): ReturnType<typeof baseDocument> {
  return changed((api) => {
    api.operations.onOrder.action = "send";
    change(api);
  });
}

const withoutReply = (api: ReturnType<typeof baseDocument>): void => {
  delete api.operations.onOrder.reply;
  delete api.channels.replies.messages;
};

const MOVED = ["reply-moved backward major", "reply-moved forward minor"];

/** What may happen to operations and their replies. */
export const operationRows: readonly Row[] = [
  {
    change: "an operation that sends is gone",
    old: baseDocument(),
    next: changed((api) => delete api.operations.publishSignup),
    forth: ["operation-removed backward major"],
    back: ["operation-added forward minor"],
  },
  {
    change: "an operation that receives is gone",
    old: baseDocument(),
    next: changed((api) => delete api.operations.onOrder),
    forth: ["operation-removed backward major"],
    back: ["operation-added forward minor"],
  },
  {
    change: "an operation has another key",
    old: baseDocument(),
    next: changed((api) => {
      api.operations.sendSignup = api.operations.publishSignup;
      delete api.operations.publishSignup;
    }),
    forth: ["operation-renamed none patch"],
    back: ["operation-renamed none patch"],
  },
  {
    change: "an operation and its channel have other keys",
    old: baseDocument(),
    next: changed((api) => {
      api.channels.newcomers = api.channels.signups;
      delete api.channels.signups;
      api.operations.sendSignup = { action: "send", channel: { $ref: "#/channels/newcomers" } };
      delete api.operations.publishSignup;
    }),
    forth: ["channel-renamed none patch", "operation-renamed none patch"],
    back: ["channel-renamed none patch", "operation-renamed none patch"],
  },
  {
    change: "the application sends what it received",
    old: baseDocument(),
    next: changed((api) => (api.operations.onOrder.action = "send")),
    forth: ["action-changed backward major", "action-changed forward minor"],
    back: ["action-changed backward major", "action-changed forward minor"],
  },
  {
    change: "an operation is on another channel",
    old: changed((api) => (api.channels.spare = { address: "spare", messages: api.channels.signups.messages })),
    next: changed((api) => {
      api.channels.spare = { address: "spare", messages: api.channels.signups.messages };
      api.operations.publishSignup.channel.$ref = "#/channels/spare";
    }),
    forth: ["operation-moved backward major", "operation-moved forward minor"],
    back: ["operation-moved backward major", "operation-moved forward minor"],
  },
  {
    change: "requests are answered no longer",
    old: changed((api) => delete api.channels.replies.messages),
    next: changed(withoutReply),
    forth: ["reply-removed backward major"],
    back: ["reply-added forward minor"],
  },
  {
    change: "the application waits for no reply any longer",
    old: asking((api) => delete api.channels.replies.messages),
    next: asking(withoutReply),
    forth: ["reply-removed forward minor"],
    back: ["reply-added backward major"],
  },
  {
    change: "the address of the reply stands elsewhere in the request",
    old: baseDocument(),
    next: changed((api) => (api.operations.onOrder.reply.address.location = "$message.header#/answerTo")),
    forth: MOVED,
    back: MOVED,
  },
  {
    change: "the reply is on another channel",
    old: baseDocument(),
    next: changed((api) => (api.operations.onOrder.reply.channel.$ref = "#/channels/signups")),
    forth: [...MOVED, "message-added backward major", "message-removed forward minor"].sort(),
    back: [...MOVED, "message-added backward major", "message-removed forward minor"].sort(),
  },
  {
    change: "the reply to a request that comes in has another payload, and so goes out",
    old: baseDocument(),
    next: changed((api) => (api.channels.replies.messages.Done.payload.type = "integer")),
    forth: ["schema/out backward major"],
    back: ["schema/out backward major"],
  },
  {
    change: "the reply to a request that goes out has another payload, and so comes in",
    old: asking(),
    next: asking((api) => (api.channels.replies.messages.Done.payload.type = "integer")),
    forth: ["schema/in backward major"],
    back: ["schema/in backward major"],
  },
  {
    change: "a trait names the security of an operation",
    old: baseDocument(),
    next: changed((api) => {
      api.components.operationTraits = { safe: { security: [{ $ref: "#/components/securitySchemes/password" }] } };
      api.operations.onOrder.traits = [{ $ref: "#/components/operationTraits/safe" }];
    }),
    forth: ["security backward major"],
    back: ["security forward minor"],
  },
];

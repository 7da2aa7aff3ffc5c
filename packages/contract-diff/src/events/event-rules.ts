import type { RuleCatalogue } from "../rules/rule.ts";

/** What may change in the type of an event, beside what schemas may change in the other attributes. */
export const eventRules: RuleCatalogue = {
  "event/type-changed": {
    title: "The type of the event changed",
    why: "Consumers choose events by their type. An event of another type does not reach them, or reaches those who do not know it.",
    instead: "Publish the new type as a contract of its own, and both events for a while.",
    breaks: ["backward", "forward", "none"],
  },
  "event/source": {
    title: "The event comes from other sources",
    why: "Consumers know events by source and id, and may let in only the sources that the contract names.",
    instead: "Keep the sources within what the old contract allows, or tell consumers first.",
    breaks: ["backward", "forward", "none"],
  },
  "event/data": {
    title: "The data of the event changed",
    why: "One version allows data that the other refuses. The witness is such an event.",
    instead: "Add optional properties only, or publish a new type of event beside this one.",
    breaks: ["backward", "forward", "none"],
  },
  "event/extension": {
    title: "An extension attribute changed",
    why: "Extensions travel beside the data, and routers and consumers read them.",
    instead: "Let new extensions be optional, and go on sending the old ones.",
    breaks: ["backward", "forward", "none"],
  },
};

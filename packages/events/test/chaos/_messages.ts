import type { CloudEvent } from "../../src/index.ts";

/** How many events there are. */
export const COUNT = 10_000;
export const STREAM = "chaos";
export const TOPIC = "orders.created";

/** The event of a number. The same number is the same event, in whichever process it is made. */
export function chaosEvent(id: number): CloudEvent {
  return {
    specversion: "1.0",
    id: String(id),
    source: "/chaos",
    type: "com.example.created",
    extensions: {},
    data: { id, text: "x".repeat(id % 200) },
  };
}

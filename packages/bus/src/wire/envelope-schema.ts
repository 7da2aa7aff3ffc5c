import type { JsonObject, JsonValue } from "@cordon/core";
import * as z from "zod";

z.config({ jitless: true });

/** A command as its contract has it. */
export type WireCommand =
  | { readonly type: "start" }
  | { readonly type: "stop" }
  | { readonly type: "ping" }
  | { readonly type: "invoke"; readonly module_id: string; readonly method: string; readonly payload: JsonValue };

/** An event as its contract has it. */
export type WireEvent =
  | { readonly type: "module_started"; readonly module_id: string }
  | { readonly type: "module_stopped"; readonly module_id: string }
  | { readonly type: "custom"; readonly module_id: string; readonly kind: string; readonly payload: JsonValue }
  | { readonly type: "pong"; readonly from: string };

/** An envelope as it goes over a wire. */
export interface WireEnvelope {
  readonly id: string;
  readonly source: string;
  readonly correlation_id?: string | undefined;
  readonly causation_id?: string | undefined;
  readonly traceparent: string;
  /** RFC 3339, in UTC. */
  readonly timestamp: string;
  readonly message:
    | { readonly kind: "command"; readonly command: WireCommand }
    | { readonly kind: "event"; readonly event: WireEvent };
}

const name = z
  .string()
  .max(128)
  .regex(/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/)
  .describe("Letters, digits, _ and - in parts with dots between them.");
const id = z
  .string()
  .max(128)
  .regex(/^[!-~]+$/);
const payload: z.ZodType<JsonValue> = z.json().describe("Any JSON.");

const command = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("start") }),
  z.strictObject({ type: z.literal("stop") }),
  z.strictObject({ type: z.literal("ping") }),
  z.strictObject({ type: z.literal("invoke"), module_id: name, method: name, payload }),
]);

const event = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("module_started"), module_id: name }),
  z.strictObject({ type: z.literal("module_stopped"), module_id: name }),
  z.strictObject({ type: z.literal("custom"), module_id: name, kind: name, payload }),
  z.strictObject({ type: z.literal("pong"), from: name }),
]);

/** What an envelope must be. */
export const envelopeSchema: z.ZodType<WireEnvelope> = z.strictObject({
  id,
  source: name.describe("Who published it: the word of the bus that it was published on."),
  correlation_id: id.optional(),
  causation_id: id.optional(),
  traceparent: z.string().regex(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/),
  timestamp: z.iso.datetime({ precision: 3 }),
  message: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("command"), command }),
    z.strictObject({ kind: z.literal("event"), event }),
  ]),
});

/** The pinned contract of what a bus sends to another: a JSON Schema (2020-12) by its path below the contracts folder. */
export function busContracts(): ReadonlyMap<string, JsonObject> {
  const { $schema, ...rest } = z.toJSONSchema(envelopeSchema, { target: "draft-2020-12", unrepresentable: "throw" });
  const schema = {
    $schema: String($schema),
    $id: "urn:cordon:contract:bus-envelope:v1",
    title: "Envelope",
    description: "A message of the bus with its provenance.",
    ...(rest as JsonObject),
  };
  return new Map([["bus/envelope/v1.json", schema]]);
}

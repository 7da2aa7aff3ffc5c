import * as z from "zod";
import type { BusCommandV1, BusMessageV1, CommandResultV1, EmitEventV1, SendCommandV1 } from "../dto/bus-message.ts";
import { busNameField, timeoutField } from "./bus-fields.ts";
import { jsonField } from "./plugin-fields.ts";

const command: z.ZodType<BusCommandV1> = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("start") }),
  z.strictObject({ type: z.literal("stop") }),
  z.strictObject({ type: z.literal("ping") }),
  z.strictObject({
    type: z.literal("invoke"),
    moduleId: busNameField.optional(),
    method: busNameField,
    payload: jsonField.optional(),
  }),
]);

/** A command to send. */
export const sendCommandV1: z.ZodType<SendCommandV1> = z.strictObject({
  to: busNameField,
  command,
  timeoutMs: timeoutField.optional(),
  wait: z.boolean().optional(),
});

/** An event to emit. */
export const emitEventV1: z.ZodType<EmitEventV1> = z.strictObject({ kind: busNameField, payload: jsonField });

/** A message that was taken. */
export const busMessageV1: z.ZodType<BusMessageV1> = z.strictObject({ messageId: z.string() });

/** What a command came to. */
export const commandResultV1: z.ZodType<CommandResultV1> = z.union([
  z.strictObject({ answer: jsonField }),
  busMessageV1,
]);

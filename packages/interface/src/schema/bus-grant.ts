import * as z from "zod";
import type { BusGrantListV1, BusGrantV1, CreateBusGrantV1, NarrowBusGrantV1 } from "../dto/bus-grant.ts";
import { busNameField, capabilityField } from "./bus-fields.ts";
import { timeField } from "./fields.ts";
import { momentField } from "./plugin-fields.ts";

const uses = z.int().min(1);

/** A right to give. */
export const createBusGrantV1: z.ZodType<CreateBusGrantV1> = z.strictObject({
  principal: busNameField,
  capability: capabilityField,
  expiresAt: momentField.optional(),
  uses: uses.optional(),
});

/** Less of a right. Whether it is less is found out by who narrows it. */
export const narrowBusGrantV1: z.ZodType<NarrowBusGrantV1> = z.strictObject({
  principal: busNameField.optional(),
  capability: capabilityField.optional(),
  expiresAt: momentField.optional(),
  uses: uses.optional(),
});

/** A right that was given. */
export const busGrantV1: z.ZodType<BusGrantV1> = z.strictObject({
  id: z.string(),
  principal: z.string(),
  capability: z.string(),
  expiresAt: timeField.nullable(),
  uses: uses.nullable(),
  parentId: z.string().nullable(),
  grantedBy: z.string(),
  grantedAt: timeField,
});

/** A page of grants. */
export const busGrantListV1: z.ZodType<BusGrantListV1> = z.strictObject({
  items: z.array(busGrantV1),
  next: z.string().nullable(),
});

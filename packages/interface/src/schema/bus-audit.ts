import * as z from "zod";
import type { BusAuditV1 } from "../dto/bus-audit.ts";
import { timeField } from "./fields.ts";

/** What was done on the bus with authority, or denied. */
export const busAuditV1: z.ZodType<BusAuditV1> = z.strictObject({
  items: z.array(
    z.strictObject({
      at: timeField,
      principal: z.string(),
      action: z.enum(["publish", "grant", "revoke", "token"]),
      capability: z.string(),
      outcome: z.enum(["allowed", "denied"]),
      grantId: z.string().nullable(),
      count: z.int().min(1),
      lastAt: timeField,
    }),
  ),
});

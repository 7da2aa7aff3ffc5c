import type * as z from "zod";

/** A DTO version that is published. */
export interface PublishedSchema {
  readonly name: string;
  readonly version: number;
  readonly description: string;
  readonly schema: z.ZodType;
}

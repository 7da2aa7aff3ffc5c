import * as z from "zod";
import type {
  InvokeModuleV1,
  ModuleListV1,
  ModuleResultV1,
  ModuleStatusV1,
  ModuleV1,
  StopModuleV1,
} from "../dto/module.ts";
import { busNameField, timeoutField } from "./bus-fields.ts";
import { jsonField } from "./plugin-fields.ts";

const texts = z.array(z.string());

const SUMMARY = {
  id: z.string(),
  version: z.string(),
  kind: z.enum(["native", "plugin", "wasm"]),
  state: z.enum(["loaded", "starting", "running", "stopping", "stopped", "failed"]),
  dependsOn: texts,
  capabilities: texts,
  restarting: z.boolean(),
  failure: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
} as const;

/** A module. */
export const moduleV1: z.ZodType<ModuleV1> = z.strictObject(SUMMARY);

/** Every module. */
export const moduleListV1: z.ZodType<ModuleListV1> = z.strictObject({ items: z.array(moduleV1) });

/** A module and its health. */
export const moduleStatusV1: z.ZodType<ModuleStatusV1> = z.strictObject({
  ...SUMMARY,
  health: z.strictObject({ healthy: z.boolean(), detail: z.string().nullable() }),
});

/** How to stop a module. */
export const stopModuleV1: z.ZodType<StopModuleV1> = z.strictObject({ cascade: z.boolean().optional() });

/** What a method is called with. */
export const invokeModuleV1: z.ZodType<InvokeModuleV1> = z.strictObject({
  method: busNameField,
  payload: jsonField,
  timeoutMs: timeoutField.optional(),
});

/** What a module answered. */
export const moduleResultV1: z.ZodType<ModuleResultV1> = z.strictObject({ output: jsonField });

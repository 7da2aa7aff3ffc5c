import * as z from "zod";
import type { InstallPluginV1 } from "../dto/install-plugin.ts";
import { codeField, folderField, manifestField } from "./plugin-fields.ts";

/** What installs a plugin: an upload, or a folder that the operator put there. */
export const installPluginV1: z.ZodType<InstallPluginV1> = z
  .strictObject({
    manifest: manifestField.optional(),
    format: z.enum(["json", "toml"]).optional(),
    code: codeField.optional(),
    path: folderField.optional(),
  })
  .refine(({ manifest, path }) => (manifest === undefined) !== (path === undefined), {
    error: "must have either manifest or path",
  })
  .refine(({ path, format, code }) => path === undefined || (format === undefined && code === undefined), {
    error: "must have neither format nor code beside path: both are in the folder",
  })
  .meta({
    oneOf: [
      { properties: { manifest: true, path: false }, required: ["manifest"] },
      { properties: { path: true, manifest: false, format: false, code: false }, required: ["path"] },
    ],
  });

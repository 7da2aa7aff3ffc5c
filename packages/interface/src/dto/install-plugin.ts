import type { JsonObject } from "@cordon/core";

/** A plugin to install: uploaded with `manifest` and `code`, or found at `path` below the folder that the operator opened for it. */
export interface InstallPluginV1 {
  /** The manifest itself, or its text. A signature survives both. */
  readonly manifest?: JsonObject | string | undefined;
  /** The language of the text. Default `json`. */
  readonly format?: "json" | "toml" | undefined;
  /** In base64, 16 MiB at most before. A plugin of the server's own process has none. */
  readonly code?: string | undefined;
  readonly path?: string | undefined;
}

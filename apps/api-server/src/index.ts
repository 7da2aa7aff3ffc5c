// For users: the application without its process, to serve over another transport or to test against.
export { createApp } from "./app.ts";
export type { App, AppPorts } from "./app.ts";
export type { PluginFolders, FoundPlugin } from "./plugins/plugin-folders.ts";
export type { PluginParts } from "./plugins/open-plugins.ts";
export type { Env } from "./env-reader.ts";
export { startServer } from "./start-server.ts";
export type { RunningServer, StartOptions } from "./start-server.ts";

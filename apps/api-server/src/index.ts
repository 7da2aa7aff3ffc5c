// For users: the application without its process, to serve over another transport or to test against.
export { createApp } from "./app.ts";
export type { App, AppPorts, StreamOutcome, StreamRequest } from "./app.ts";
export type { BusGrantRecord, BusGrants, MessagingParts, NewBusGrant } from "./messaging/messaging-parts.ts";
export type { OpenMessaging } from "./messaging/open-messaging.ts";
export type { PluginFolders, FoundPlugin } from "./plugins/plugin-folders.ts";
export type { PluginParts } from "./plugins/open-plugins.ts";
export type { Env } from "./env-reader.ts";
export { startServer } from "./start-server.ts";
export type { RunningServer, StartOptions } from "./start-server.ts";
export type { StreamLimits } from "./streams/stream-limits.ts";

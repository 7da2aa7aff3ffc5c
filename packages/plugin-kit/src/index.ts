// For users.
export { buildPlugin } from "./build/build-plugin.ts";
export type { BuildOptions, BuiltPlugin } from "./build/build-plugin.ts";
export { findCCompiler } from "./build/compile-c.ts";
export type { CliHost } from "./cli/command.ts";
export { runCli } from "./cli/run-cli.ts";
export { kitError, kitErrors } from "./errors.ts";
export type { HttpExample, PluginExample, PluginFiles } from "./folder/plugin-files.ts";
export { readPluginFolder } from "./folder/read-plugin-folder.ts";
export { scaffoldPlugin, TEMPLATES } from "./folder/scaffold-plugin.ts";
export type { ScaffoldOptions, Template } from "./folder/scaffold-plugin.ts";
export { askedGrant, DENIABLE } from "./harness/asked-grant.ts";
export type { Deniable } from "./harness/asked-grant.ts";
export { createPluginHarness } from "./harness/create-plugin-harness.ts";
export type { HarnessOptions, HarnessPorts, PluginHarness } from "./harness/create-plugin-harness.ts";
export type { HarnessCall, HarnessOutcome, HostUse } from "./harness/harness-call.ts";

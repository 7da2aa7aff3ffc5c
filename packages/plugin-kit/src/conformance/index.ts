export { pluginCases } from "./plugin-cases.ts";
export type { PluginSubject } from "./plugin-subject.ts";

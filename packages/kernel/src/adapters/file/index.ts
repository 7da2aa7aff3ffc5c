// For users.
export { loadModuleFolder, MODULE_FOLDER_DEFAULTS, resolveEntry } from "./load-module-folder.ts";
export type { LoadModuleFolderOptions, ModuleFolder } from "./load-module-folder.ts";

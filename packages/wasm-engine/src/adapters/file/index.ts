export { createFileModuleCache } from "./file-module-cache.ts";
export type { FileModuleCacheOptions } from "./file-module-cache.ts";

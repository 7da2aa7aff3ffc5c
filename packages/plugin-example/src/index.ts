// A sandbox looks for a plugin under this name.
export { examplePlugin as plugin } from "./example-plugin.ts";

import type { JsonValue } from "@cordon/core";
import type { ReadModuleConfig } from "./modules/module-manager-options.ts";
import type { ConfigRegistry } from "./state/config-registry.ts";

/** Reads what modules are given from the config registry. A secret is revealed only to a module that may have it as one. */
export function readConfigFrom(config: ConfigRegistry): ReadModuleConfig {
  return async ({ keys, secretKeys }, signal) => {
    const values: Record<string, JsonValue> = {};
    for (const key of new Set([...keys, ...secretKeys])) {
      const entry = await config.get({ key }, signal);
      if (entry?.secret === false && keys.includes(key)) values[key] = entry.value;
      if (entry?.secret === true && secretKeys.includes(key))
        values[key] = (await config.reveal({ key }, signal)).value;
    }
    return values;
  };
}

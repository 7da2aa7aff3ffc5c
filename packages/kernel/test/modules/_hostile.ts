import { createNativeModule, type NativeModuleOptions } from "../../src/adapters/native/native-module.ts";
import type { Module, ModuleContext } from "../../src/modules/module.ts";
import type { ModuleManagerOptions } from "../../src/modules/module-manager-options.ts";
import { type ManagerFixture, managerFixture, manifestOf } from "./_fixtures.ts";

/** Waits for ever. */
export const never = (): Promise<never> => new Promise(() => {});
function explode(): never {
  throw new Error("looked at");
}
/** Throws whatever is done with it. */
export const explosive = (): unknown => new Proxy({}, { get: explode, ownKeys: explode, getPrototypeOf: explode });

/** A manager with a native module `a`. */
export function load(
  parts: Partial<NativeModuleOptions>,
  options: Partial<ModuleManagerOptions> = {},
): ManagerFixture & { readonly contexts: ModuleContext[] } {
  const fixture = managerFixture(options);
  const contexts: ModuleContext[] = [];
  const { start, ...rest } = parts;
  const module = createNativeModule({
    id: "a",
    invoke: () => null,
    start(context, signal) {
      contexts.push(context);
      return start?.(context, signal);
    },
    ...rest,
  });
  fixture.manager.load(module, manifestOf("a", { capabilities: ["*"], restart: { policy: "never" } }));
  return { ...fixture, contexts };
}

/** Modules that are no classes of ours: they do as they like. */
export function raw(parts: Partial<Record<keyof Module, unknown>>): ManagerFixture {
  const fixture = managerFixture();
  const module = createNativeModule({ id: "a", invoke: () => null });
  fixture.manager.load({ ...module, ...parts } as Module, manifestOf("a"));
  return fixture;
}

/** What is no promise of the platform's, and does as it likes. */
export function thenable(then: (resolve: () => void, reject: (error: Error) => void) => void): unknown {
  const odd = {};
  Reflect.set(odd, "then", then);
  return odd;
}

import type { Logger } from "@cordon/core";
import type { Kernel } from "@cordon/kernel";

/** Whose modules, and who hears of those that do not start. */
export interface StartWantedOptions {
  readonly kernel: Pick<Kernel, "modules" | "state">;
  readonly logger: Logger;
}

const PAGE = 100;

/** Starts the modules that ran when the server last stopped and are loaded, each after those that it depends on. What does not start is logged. */
export async function startWantedModules({ kernel, logger }: StartWantedOptions, signal: AbortSignal): Promise<void> {
  const { modules } = kernel;
  const started = new Map<string, Promise<void>>();
  const dependencies = new Map(modules.list().map(({ moduleId, dependsOn }) => [moduleId, dependsOn]));
  const startOnce = (moduleId: string): Promise<void> => {
    const known = started.get(moduleId) ?? start(moduleId);
    started.set(moduleId, known);
    return known;
  };

  try {
    const ids = await wantedIds(kernel, signal);
    const wanted = new Set(ids.filter((id) => dependencies.has(id)));
    for (const id of dependencies.keys()) if (!wanted.has(id)) started.set(id, Promise.resolve());
    await Promise.all([...wanted].map(startOnce));
  } catch (error) {
    if (!signal.aborted) logger.log("error", "it could not be read which modules are wanted", { error });
  }

  async function start(moduleId: string): Promise<void> {
    // There is no circle: the kernel loads none.
    await Promise.all((dependencies.get(moduleId) ?? []).filter((id) => dependencies.has(id)).map(startOnce));
    try {
      await modules.start(moduleId, signal);
      logger.log("info", "a module was started, as it is wanted", { moduleId });
    } catch (error) {
      if (!signal.aborted) logger.log("error", "a module that is wanted could not be started", { moduleId, error });
    }
  }
}

async function wantedIds({ state }: Pick<Kernel, "state">, signal: AbortSignal): Promise<readonly string[]> {
  const wanted: string[] = [];
  let after: string | undefined;
  for (;;) {
    const page = await state.modules.list({ limit: PAGE, ...(after === undefined ? {} : { after }) }, signal);
    wanted.push(...page.filter((each) => each.wanted === "running").map(({ id }) => id));
    if (page.length < PAGE) return wanted;
    after = page.at(-1)?.id;
  }
}

import { AppError } from "@cordon/core";
import { kernelModuleError, type ModuleFailure } from "./module-errors.ts";

/**
 * Does something with every module, each as soon as those before it are done with, well or not. Rejects with `kernel/incomplete`, which names those with
 * which it could not be done.
 */
export async function withAll(
  action: "start" | "stop",
  order: readonly string[],
  before: (moduleId: string) => readonly string[],
  act: (moduleId: string) => Promise<void>,
): Promise<void> {
  const done = new Map<string, Promise<void>>();
  const failed: ModuleFailure[] = [];
  const actOn = async (moduleId: string): Promise<void> => {
    await Promise.all(before(moduleId).map((each) => done.get(each) ?? Promise.resolve()));
    try {
      await act(moduleId);
    } catch (error) {
      failed.push({ moduleId, code: AppError.is(error) ? error.code : "core/internal" });
    }
  };
  for (const moduleId of order) done.set(moduleId, actOn(moduleId));
  await Promise.all(done.values());
  if (failed.length === 0) return;
  throw kernelModuleError("kernel/incomplete", { action, modules: failed.map(({ moduleId }) => moduleId), failed });
}

import type { Respond } from "@cordon/bus";
import type { JsonValue } from "@cordon/core";
import { kernelModuleError } from "./module-errors.ts";
import type { ModuleState } from "./lifecycle.ts";
import type { ModuleManager } from "./module-manager.ts";

/** What commands of one module come to. */
export interface AnswerCommandsOptions {
  readonly moduleId: string;
  readonly manager: Pick<ModuleManager, "start" | "stop" | "invoke" | "state">;
}

/**
 * Answers the commands that are addressed to one module. Whether their senders may send them is the bus's to say, and has been said. A module is not
 * stopped together with its dependents here: who may stop the one need not be one who may stop the others.
 */
export function answerCommands({ moduleId, manager }: AnswerCommandsOptions): Respond {
  const status = (): JsonValue => ({ moduleId, state: manager.state(moduleId) });
  return async ({ command, envelope, signal }) => {
    switch (command.type) {
      case "ping":
        return { pong: moduleId, state: manager.state(moduleId) };
      case "start":
        await manager.start(moduleId, signal);
        return status();
      case "stop":
        requireBegun(moduleId, manager.state(moduleId));
        await manager.stop(moduleId, signal);
        return status();
      case "invoke":
        return manager.invoke({ moduleId, method: command.method, payload: command.payload, envelope }, signal);
      default:
        throw kernelModuleError("kernel/unknown-method", {
          moduleId,
          method: String((command as { type: unknown }).type),
        });
    }
  };
}

// One that has failed may be about to start again, and that is what a stop ends.
function requireBegun(moduleId: string, state: ModuleState): void {
  if (state === "loaded" || state === "stopped") throw kernelModuleError("kernel/not-running", { moduleId, state });
}

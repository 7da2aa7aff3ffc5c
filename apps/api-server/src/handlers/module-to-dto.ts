import type { ModuleStatusV1, ModuleV1 } from "@cordon/interface";
import type { ModuleHealthReport, ModuleStatus } from "@cordon/kernel";

/** The DTO of a module. */
export function moduleToDto({ moduleId, failure, isRestarting, ...same }: ModuleStatus): ModuleV1 {
  const { version, kind, state, dependsOn, capabilities } = same;
  return {
    id: moduleId,
    version,
    kind,
    state,
    dependsOn,
    capabilities,
    restarting: isRestarting,
    failure: failure === undefined ? null : { code: failure.code, message: failure.message.toWellFormed() },
  };
}

/** The same, with what the module says of itself. */
export function moduleToStatusDto(status: ModuleStatus, { healthy, detail }: ModuleHealthReport): ModuleStatusV1 {
  return { ...moduleToDto(status), health: { healthy, detail: detail ?? null } };
}

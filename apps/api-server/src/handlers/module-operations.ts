import {
  moduleListResponse,
  moduleResponse,
  moduleStatusResponse,
  readRequest,
  stopModuleRequest,
  writeResponse,
} from "@cordon/interface";
import type { MessagingParts } from "../messaging/messaging-parts.ts";
import { moduleToDto, moduleToStatusDto } from "./module-to-dto.ts";
import type { Operation, OperationCall, OperationResult } from "./operation.ts";
import { checkPluginParams } from "./plugin-params.ts";

/** Lists the modules. */
export function listModulesOperation({ kernel }: MessagingParts): Operation {
  return {
    access: "token",
    body: "none",
    async run(call) {
      checkPluginParams(call, []);
      const items = kernel.modules.list().map(moduleToDto);
      return { outcome: "ok", body: writeResponse(moduleListResponse, call.version, { items }) };
    },
  };
}

/** Reads a module, and asks it for its health. */
export function getModuleOperation({ kernel }: MessagingParts): Operation {
  return {
    access: "token",
    body: "none",
    async run(call, signal) {
      checkPluginParams(call, ["moduleId"]);
      const { modules } = kernel;
      const health = await modules.health(moduleIdOf(call), signal);
      // Read after the wait: what it was before it was asked is over.
      const status = moduleToStatusDto(modules.status(moduleIdOf(call)), health);
      return { outcome: "ok", body: writeResponse(moduleStatusResponse, call.version, status) };
    },
  };
}

/** Starts a module. It has begun although its caller goes away. */
export function startModuleOperation(messaging: MessagingParts): Operation {
  return {
    access: "token",
    body: "none",
    async run(call, signal) {
      checkPluginParams(call, ["moduleId"]);
      const { modules } = messaging.kernel;
      const { moduleId } = modules.status(moduleIdOf(call));
      note(messaging, call, `${moduleId}:start`);
      await modules.start(moduleId, signal);
      return answered(messaging, call);
    },
  };
}

/** Stops a module, with those that depend on it if that is asked for. */
export function stopModuleOperation(messaging: MessagingParts): Operation {
  return {
    access: "token",
    body: "optional",
    async run(call, signal) {
      checkPluginParams(call, ["moduleId"]);
      const { body, bodyVersion } = call;
      const { cascade = false } = body === undefined ? {} : readRequest(stopModuleRequest, bodyVersion, body);
      const { modules } = messaging.kernel;
      const { moduleId } = modules.status(moduleIdOf(call));
      note(messaging, call, `${moduleId}:stop`);
      await modules.stop(moduleId, signal, { cascade });
      return answered(messaging, call);
    },
  };
}

/** The module of a request. Whether there is one of this id is the kernel's to say. */
export function moduleIdOf({ params }: Pick<OperationCall, "params">): string {
  return params["moduleId"] ?? "";
}

function answered({ kernel }: MessagingParts, call: OperationCall): OperationResult {
  const status = moduleToDto(kernel.modules.status(moduleIdOf(call)));
  return { outcome: "ok", body: writeResponse(moduleResponse, call.version, status) };
}

// Not by the bus, whose command takes no cascade: so it is noted here as the bus would note it, who did what to which module.
function note({ noteUse, senderOf }: MessagingParts, { principal }: OperationCall, capability: string): void {
  noteUse({ principal: senderOf(principal).name, capability, outcome: "allowed" });
}

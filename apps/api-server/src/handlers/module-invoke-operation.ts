import { invokeModuleRequest, moduleResultResponse, readRequest, writeResponse } from "@cordon/interface";
import { kernelError } from "@cordon/kernel";
import type { MessagingParts } from "../messaging/messaging-parts.ts";
import { traceOf } from "./bus-message-operations.ts";
import { moduleIdOf } from "./module-operations.ts";
import type { Operation } from "./operation.ts";
import { checkPluginParams } from "./plugin-params.ts";

const MODULE_ID = /^[\w-]+(?:\.[\w-]+)*$/;
const UNWRITABLE = "it holds what not every format carries, such as a number past 2^53, half a character or 128 levels";

/** Calls a method of a module over the bus, on the right that the caller has there. */
export function invokeModuleOperation({ senderOf }: MessagingParts): Operation {
  return {
    access: "token",
    body: "required",
    async run(call, signal) {
      checkPluginParams(call, ["moduleId"]);
      const { method, payload, timeoutMs } = readRequest(invokeModuleRequest, call.bodyVersion, call.body);
      const moduleId = moduleIdOf(call);
      // No name on the bus, so no module's; and whether there is a module is for those to know who may call it.
      if (moduleId.length > 128 || !MODULE_ID.test(moduleId))
        throw kernelError("kernel/module-not-found", { moduleId: moduleId.slice(0, 128) });
      const command = { type: "invoke", moduleId, method, payload } as const;
      const limited = timeoutMs === undefined ? {} : { timeoutMs };
      const request = { to: moduleId, command, ...limited, ...traceOf(call) };
      const output = await senderOf(call.principal).request(request, signal);
      return {
        outcome: "ok",
        body: writeResponse(moduleResultResponse, call.version, { output }),
        unwritable: (cause) => kernelError("kernel/bad-output", { moduleId, method, problem: UNWRITABLE }, { cause }),
      };
    },
  };
}

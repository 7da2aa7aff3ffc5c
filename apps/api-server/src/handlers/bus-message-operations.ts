import { busError, type Command } from "@cordon/bus";
import {
  busMessageResponse,
  type BusCommandV1,
  commandResultResponse,
  emitEventRequest,
  readRequest,
  sendCommandRequest,
  writeResponse,
} from "@cordon/interface";
import type { MessagingParts } from "../messaging/messaging-parts.ts";
import type { Operation, OperationCall } from "./operation.ts";
import { checkPluginParams } from "./plugin-params.ts";

/** Sends a command on the bus in the caller's own name, and waits for its answer unless told otherwise. */
export function sendCommandOperation({ senderOf }: MessagingParts): Operation {
  return {
    access: "token",
    body: "required",
    async run(call, signal) {
      checkPluginParams(call, []);
      const asked = readRequest(sendCommandRequest, call.bodyVersion, call.body);
      const { to, timeoutMs, wait = true } = asked;
      const command = commandOf(asked.command, to);
      const sender = senderOf(call.principal);
      if (!wait) {
        const { id } = await sender.sendCommand({ to, command, ...traceOf(call) }, signal);
        return { outcome: "ok", body: writeResponse(commandResultResponse, call.version, { messageId: id }) };
      }
      const limited = timeoutMs === undefined ? {} : { timeoutMs };
      const answer = await sender.request({ to, command, ...limited, ...traceOf(call) }, signal);
      return {
        outcome: "ok",
        body: writeResponse(commandResultResponse, call.version, { answer }),
        unwritable: (cause) => busError("bus/responder-failed", { to }, { cause }),
      };
    },
  };
}

/** Emits an event on the bus in the caller's own name. */
export function emitEventOperation({ senderOf }: MessagingParts): Operation {
  return {
    access: "token",
    body: "required",
    async run(call, signal) {
      checkPluginParams(call, []);
      const { kind, payload } = readRequest(emitEventRequest, call.bodyVersion, call.body);
      const { id } = await senderOf(call.principal).emitEvent({ kind, payload, ...traceOf(call) }, signal);
      return { outcome: "ok", body: writeResponse(busMessageResponse, call.version, { messageId: id }) };
    },
  };
}

/** The trace of a request, which what it sends belongs to. */
export function traceOf({ metadata }: Pick<OperationCall, "metadata">): { readonly traceparent?: string } {
  const { traceparent } = metadata;
  return traceparent === undefined ? {} : { traceparent };
}

function commandOf(command: BusCommandV1, to: string): Command {
  if (command.type !== "invoke") return command;
  const { type, moduleId = to, method, payload = null } = command;
  return { type, moduleId, method, payload };
}

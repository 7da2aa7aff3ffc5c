import { busAuditOperation } from "./handlers/bus-audit-operation.ts";
import {
  createBusGrantOperation,
  listBusGrantsOperation,
  narrowBusGrantOperation,
  revokeBusGrantOperation,
} from "./handlers/bus-grant-operations.ts";
import { emitEventOperation, sendCommandOperation } from "./handlers/bus-message-operations.ts";
import { deleteConfigOperation, listConfigOperation, setConfigOperation } from "./handlers/config-operations.ts";
import {
  decisionHeadOperation,
  listDecisionsOperation,
  recordDecisionOperation,
  verifyDecisionsOperation,
} from "./handlers/decision-operations.ts";
import { publishEventOperation } from "./handlers/event-publish-operation.ts";
import { invokeModuleOperation } from "./handlers/module-invoke-operation.ts";
import {
  getModuleOperation,
  listModulesOperation,
  startModuleOperation,
  stopModuleOperation,
} from "./handlers/module-operations.ts";
import type { Operation } from "./handlers/operation.ts";
import type { MessagingParts } from "./messaging/messaging-parts.ts";

/** Everything that can be done with events, the bus, modules, decisions and the configuration, by name. */
export function createMessagingOperations(
  messaging: MessagingParts,
): readonly (readonly [name: string, operation: Operation])[] {
  return [
    ["events.publish", publishEventOperation(messaging)],
    ["bus.send", sendCommandOperation(messaging)],
    ["bus.emit", emitEventOperation(messaging)],
    ["bus.audit", busAuditOperation(messaging)],
    ["bus-grants.list", listBusGrantsOperation(messaging)],
    ["bus-grants.create", createBusGrantOperation(messaging)],
    ["bus-grants.narrow", narrowBusGrantOperation(messaging)],
    ["bus-grants.revoke", revokeBusGrantOperation(messaging)],
    ["modules.list", listModulesOperation(messaging)],
    ["modules.get", getModuleOperation(messaging)],
    ["modules.start", startModuleOperation(messaging)],
    ["modules.stop", stopModuleOperation(messaging)],
    ["modules.invoke", invokeModuleOperation(messaging)],
    ["decisions.list", listDecisionsOperation(messaging)],
    ["decisions.record", recordDecisionOperation(messaging)],
    ["decisions.head", decisionHeadOperation(messaging)],
    ["decisions.verify", verifyDecisionsOperation(messaging)],
    ["config.list", listConfigOperation(messaging)],
    ["config.set", setConfigOperation(messaging)],
    ["config.delete", deleteConfigOperation(messaging)],
  ];
}

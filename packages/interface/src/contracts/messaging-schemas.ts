import { busAuditV1 } from "../schema/bus-audit.ts";
import { busGrantListV1, busGrantV1, createBusGrantV1, narrowBusGrantV1 } from "../schema/bus-grant.ts";
import { busMessageV1, commandResultV1, emitEventV1, sendCommandV1 } from "../schema/bus-message.ts";
import { configEntryV1, configListV1, setConfigV1 } from "../schema/config-entry.ts";
import {
  decisionHeadV1,
  decisionListV1,
  decisionV1,
  decisionVerdictV1,
  recordDecisionV1,
  verifyDecisionsV1,
} from "../schema/decision.ts";
import {
  invokeModuleV1,
  moduleListV1,
  moduleResultV1,
  moduleStatusV1,
  moduleV1,
  stopModuleV1,
} from "../schema/module.ts";
import { eventReceiptV1, publishEventV1 } from "../schema/publish-event.ts";
import type { PublishedSchema } from "./published-schema.ts";

/** The DTO versions of the bus and the kernel. */
export const MESSAGING_SCHEMAS: readonly PublishedSchema[] = [
  { name: "publish-event", version: 1, description: "Publishes a CloudEvent.", schema: publishEventV1 },
  { name: "event-receipt", version: 1, description: "Where a published event is.", schema: eventReceiptV1 },
  {
    name: "send-command",
    version: 1,
    description: "Sends a command on the bus, in the caller's own name.",
    schema: sendCommandV1,
  },
  {
    name: "command-result",
    version: 1,
    description: "The answer to a command, or that it was sent.",
    schema: commandResultV1,
  },
  {
    name: "emit-event",
    version: 1,
    description: "Emits an event on the bus, in the caller's own name.",
    schema: emitEventV1,
  },
  { name: "bus-message", version: 1, description: "A message that the bus has taken.", schema: busMessageV1 },
  { name: "create-bus-grant", version: 1, description: "Gives a right on the bus.", schema: createBusGrantV1 },
  { name: "narrow-bus-grant", version: 1, description: "Gives less of what a grant gives.", schema: narrowBusGrantV1 },
  { name: "bus-grant", version: 1, description: "A right on the bus.", schema: busGrantV1 },
  { name: "bus-grant-list", version: 1, description: "A page of rights on the bus.", schema: busGrantListV1 },
  {
    name: "bus-audit",
    version: 1,
    description: "What was done on the bus with authority or denied, newest first.",
    schema: busAuditV1,
  },
  { name: "stop-module", version: 1, description: "Says how to stop a module.", schema: stopModuleV1 },
  { name: "invoke-module", version: 1, description: "Calls a method of a module.", schema: invokeModuleV1 },
  { name: "module", version: 1, description: "A module.", schema: moduleV1 },
  { name: "module-list", version: 1, description: "Every module.", schema: moduleListV1 },
  { name: "module-status", version: 1, description: "A module and its health.", schema: moduleStatusV1 },
  { name: "module-result", version: 1, description: "What a module answered.", schema: moduleResultV1 },
  { name: "record-decision", version: 1, description: "Notes a decision of the caller.", schema: recordDecisionV1 },
  { name: "decision", version: 1, description: "A decision as it is kept.", schema: decisionV1 },
  { name: "decision-list", version: 1, description: "A page of decisions, newest first.", schema: decisionListV1 },
  { name: "decision-head", version: 1, description: "The end of the decision log.", schema: decisionHeadV1 },
  {
    name: "verify-decisions",
    version: 1,
    description: "Says what the decision log is verified against.",
    schema: verifyDecisionsV1,
  },
  {
    name: "decision-verdict",
    version: 1,
    description: "What a verification of the decision log found.",
    schema: decisionVerdictV1,
  },
  { name: "set-config", version: 1, description: "Sets an entry of the configuration.", schema: setConfigV1 },
  {
    name: "config-entry",
    version: 1,
    description: "An entry of the configuration. The value of a secret is never shown.",
    schema: configEntryV1,
  },
  { name: "config-list", version: 1, description: "A page of the configuration.", schema: configListV1 },
];

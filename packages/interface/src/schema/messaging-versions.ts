import type { BusAuditV1 } from "../dto/bus-audit.ts";
import type { BusGrantListV1, BusGrantV1, CreateBusGrantV1, NarrowBusGrantV1 } from "../dto/bus-grant.ts";
import type { BusMessageV1, CommandResultV1, EmitEventV1, SendCommandV1 } from "../dto/bus-message.ts";
import type { ConfigEntryV1, ConfigListV1, SetConfigV1 } from "../dto/config-entry.ts";
import type {
  DecisionHeadV1,
  DecisionListV1,
  DecisionV1,
  DecisionVerdictV1,
  RecordDecisionV1,
  VerifyDecisionsV1,
} from "../dto/decision.ts";
import type {
  InvokeModuleV1,
  ModuleListV1,
  ModuleResultV1,
  ModuleStatusV1,
  ModuleV1,
  StopModuleV1,
} from "../dto/module.ts";
import type { EventReceiptV1, PublishEventV1 } from "../dto/publish-event.ts";
import { createBusGrantV1, narrowBusGrantV1 } from "./bus-grant.ts";
import { emitEventV1, sendCommandV1 } from "./bus-message.ts";
import { setConfigV1 } from "./config-entry.ts";
import { recordDecisionV1, verifyDecisionsV1 } from "./decision.ts";
import { invokeModuleV1, stopModuleV1 } from "./module.ts";
import { publishEventV1 } from "./publish-event.ts";
import { sameRequest, sameResponse } from "./same-version.ts";
import type { VersionedRequest, VersionedResponse } from "./versions.ts";

// DTOs of the bus and the kernel came after version 2 of the media types, and are the same in both: each is at its own version 1.

/** An event to publish. */
export const publishEventRequest: VersionedRequest<PublishEventV1> = sameRequest(publishEventV1);
/** A command to send. */
export const sendCommandRequest: VersionedRequest<SendCommandV1> = sameRequest(sendCommandV1);
/** An event to emit on the bus. */
export const emitEventRequest: VersionedRequest<EmitEventV1> = sameRequest(emitEventV1);
/** A right to give. */
export const createBusGrantRequest: VersionedRequest<CreateBusGrantV1> = sameRequest(createBusGrantV1);
/** Less of a right. */
export const narrowBusGrantRequest: VersionedRequest<NarrowBusGrantV1> = sameRequest(narrowBusGrantV1);
/** How to stop a module. */
export const stopModuleRequest: VersionedRequest<StopModuleV1> = sameRequest(stopModuleV1);
/** What a module's method is called with. */
export const invokeModuleRequest: VersionedRequest<InvokeModuleV1> = sameRequest(invokeModuleV1);
/** A decision to note. */
export const recordDecisionRequest: VersionedRequest<RecordDecisionV1> = sameRequest(recordDecisionV1);
/** What the decision log is verified against. */
export const verifyDecisionsRequest: VersionedRequest<VerifyDecisionsV1> = sameRequest(verifyDecisionsV1);
/** A value to keep. */
export const setConfigRequest: VersionedRequest<SetConfigV1> = sameRequest(setConfigV1);

/** Where a published event is. */
export const eventReceiptResponse: VersionedResponse<EventReceiptV1> = sameResponse();
/** What a command came to. */
export const commandResultResponse: VersionedResponse<CommandResultV1> = sameResponse();
/** A message that the bus has taken. */
export const busMessageResponse: VersionedResponse<BusMessageV1> = sameResponse();
/** A right. */
export const busGrantResponse: VersionedResponse<BusGrantV1> = sameResponse();
/** A page of rights. */
export const busGrantListResponse: VersionedResponse<BusGrantListV1> = sameResponse();
/** What was done on the bus with authority. */
export const busAuditResponse: VersionedResponse<BusAuditV1> = sameResponse();
/** A module. */
export const moduleResponse: VersionedResponse<ModuleV1> = sameResponse();
/** A module and its health. */
export const moduleStatusResponse: VersionedResponse<ModuleStatusV1> = sameResponse();
/** Every module. */
export const moduleListResponse: VersionedResponse<ModuleListV1> = sameResponse();
/** What a module answered. */
export const moduleResultResponse: VersionedResponse<ModuleResultV1> = sameResponse();
/** A decision. */
export const decisionResponse: VersionedResponse<DecisionV1> = sameResponse();
/** A page of decisions. */
export const decisionListResponse: VersionedResponse<DecisionListV1> = sameResponse();
/** The end of the decision log. */
export const decisionHeadResponse: VersionedResponse<DecisionHeadV1> = sameResponse();
/** What a verification of the decision log found. */
export const decisionVerdictResponse: VersionedResponse<DecisionVerdictV1> = sameResponse();
/** An entry of the configuration. */
export const configEntryResponse: VersionedResponse<ConfigEntryV1> = sameResponse();
/** A page of the configuration. */
export const configListResponse: VersionedResponse<ConfigListV1> = sameResponse();

// For users.
export { buildContracts } from "./contracts/build-contracts.ts";
export { buildOpenApi } from "./contracts/build-openapi.ts";
export type { PublishedSchema } from "./contracts/published-schema.ts";
export type { BusAuditRecordV1, BusAuditV1 } from "./dto/bus-audit.ts";
export type { BusGrantListV1, BusGrantV1, CreateBusGrantV1, NarrowBusGrantV1 } from "./dto/bus-grant.ts";
export type { BusCommandV1, BusMessageV1, CommandResultV1, EmitEventV1, SendCommandV1 } from "./dto/bus-message.ts";
export type { ChangeProjectV1, ChangeProjectV2 } from "./dto/change-project.ts";
export type { ConfigEntryV1, ConfigListV1, SetConfigV1 } from "./dto/config-entry.ts";
export type { CreateProjectV1, CreateProjectV2 } from "./dto/create-project.ts";
export type {
  DecisionHeadV1,
  DecisionListV1,
  DecisionProblemV1,
  DecisionV1,
  DecisionVerdictV1,
  RecordDecisionV1,
  VerifyDecisionsV1,
} from "./dto/decision.ts";
export type { InstallPluginV1 } from "./dto/install-plugin.ts";
export type { InvokePluginV1 } from "./dto/invoke-plugin.ts";
export type {
  InvokeModuleV1,
  ModuleListV1,
  ModuleResultV1,
  ModuleStateV1,
  ModuleStatusV1,
  ModuleV1,
  StopModuleV1,
} from "./dto/module.ts";
export type { PluginAuditRecordV1, PluginAuditV1 } from "./dto/plugin-audit.ts";
export type { PluginGrantV1, PluginHttpGrantV1, PluginStorageGrantV1 } from "./dto/plugin-grant.ts";
export type { AddPluginKeyV1, PluginKeyListV1, PluginKeyV1, RevokePluginKeyV1 } from "./dto/plugin-key.ts";
export type { PluginLogRecordV1, PluginLogV1 } from "./dto/plugin-log.ts";
export type { PluginCallUsageV1, PluginResultV1 } from "./dto/plugin-result.ts";
export type { PluginUsageV1 } from "./dto/plugin-usage.ts";
export type {
  PluginAsksV1,
  PluginFailureV1,
  PluginListV1,
  PluginOperationV1,
  PluginStateV1,
  PluginSummaryV1,
  PluginV1,
  PluginVersionV1,
} from "./dto/plugin.ts";
export type { Problem, ProblemIssue } from "./dto/problem.ts";
export type { ProjectListV1, ProjectListV2 } from "./dto/project-list.ts";
export type { ProjectV1, ProjectV2 } from "./dto/project.ts";
export type { EventReceiptV1, PublishEventV1 } from "./dto/publish-event.ts";
export type { UpgradePluginV1 } from "./dto/upgrade-plugin.ts";
export { dtoToChange, dtoToCreate } from "./mapping/dto-to-request.ts";
export { pageToDto, projectToDto } from "./mapping/project-to-dto.ts";
export { DEFAULT_MEDIA_TYPE, MEDIA_TYPES, negotiate, parseMediaType } from "./media-type.ts";
export type { MediaFormat, MediaType } from "./media-type.ts";
export { PROBLEM_STATUS } from "./problem/problem-status.ts";
export { toProblem } from "./problem/to-problem.ts";
export {
  busAuditResponse,
  busGrantListResponse,
  busGrantResponse,
  busMessageResponse,
  commandResultResponse,
  configEntryResponse,
  configListResponse,
  createBusGrantRequest,
  decisionHeadResponse,
  decisionListResponse,
  decisionResponse,
  decisionVerdictResponse,
  emitEventRequest,
  eventReceiptResponse,
  invokeModuleRequest,
  moduleListResponse,
  moduleResponse,
  moduleResultResponse,
  moduleStatusResponse,
  narrowBusGrantRequest,
  publishEventRequest,
  recordDecisionRequest,
  sendCommandRequest,
  setConfigRequest,
  stopModuleRequest,
  verifyDecisionsRequest,
} from "./schema/messaging-versions.ts";
export {
  addPluginKeyRequest,
  grantPluginRequest,
  installPluginRequest,
  invokePluginRequest,
  pluginAuditResponse,
  pluginKeyListResponse,
  pluginKeyResponse,
  pluginListResponse,
  pluginLogResponse,
  pluginResponse,
  pluginResultResponse,
  pluginUsageResponse,
  revokePluginKeyRequest,
  upgradePluginRequest,
} from "./schema/plugin-versions.ts";
export {
  changeProjectRequest,
  createProjectRequest,
  NEWEST_VERSION,
  projectListResponse,
  projectResponse,
  readRequest,
  writeResponse,
} from "./schema/versions.ts";
export type { RequestReader, ResponseWriter, VersionedRequest, VersionedResponse } from "./schema/versions.ts";

// For adapter authors.
export { interfaceError, interfaceErrors } from "./errors.ts";

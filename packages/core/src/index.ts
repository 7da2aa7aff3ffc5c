// For users.
export { AppError } from "./app-error.ts";
export type { ErrorKind, FieldIssue } from "./app-error.ts";
export { coreError } from "./errors.ts";
export { decorate } from "./decorate.ts";
export type { Decorator } from "./decorate.ts";
export type { JsonObject, JsonValue } from "./json-value.ts";

export { LABEL_KEY_PATTERN, LABEL_VALUE_MAX_LENGTH, LABELS_MAX_COUNT } from "./domain/labels.ts";
export type { Labels } from "./domain/labels.ts";
export { parseProjectId, PROJECT_ID_PATTERN } from "./domain/project-id.ts";
export type { ProjectId } from "./domain/project-id.ts";
export { PROJECT_NAME_MAX_LENGTH } from "./domain/project-name.ts";
export type { Project } from "./domain/project.ts";
export { createProjectService } from "./services/create-project-service.ts";
export { IDEMPOTENCY_KEY_PATTERN, IDEMPOTENCY_WINDOW_MS, sweepCreations } from "./services/creation-records.ts";
export { PROJECT_PAGE_MAX } from "./services/project-requests.ts";
export type {
  ChangeProject,
  CreatedProject,
  CreateProject,
  DeleteProject,
  ListProjects,
  ProjectPage,
  ProjectService,
  ProjectServiceOptions,
} from "./services/project-service.ts";

export { labelIssues } from "./domain/labels.ts";
export { projectNameIssue } from "./domain/project-name.ts";
export { createMemoryAuthenticator } from "./adapters/memory/memory-authenticator.ts";
export type { MemoryAuthenticatorOptions } from "./adapters/memory/memory-authenticator.ts";
export { createMemoryLogger, MEMORY_LOGGER_DEFAULTS } from "./adapters/memory/memory-logger.ts";
export type { LogRecord, MemoryLogger, MemoryLoggerOptions } from "./adapters/memory/memory-logger.ts";
export { createMemoryTelemetry, MEMORY_TELEMETRY_DEFAULTS } from "./adapters/memory/memory-telemetry.ts";
export type {
  MeasurementRecord,
  MemoryTelemetry,
  MemoryTelemetryOptions,
  SpanRecord,
} from "./adapters/memory/memory-telemetry.ts";
export { createMemoryStorage } from "./adapters/memory/memory-storage.ts";
export { createNoopTelemetry } from "./adapters/memory/noop-telemetry.ts";
export type { NoopTelemetryOptions } from "./adapters/memory/noop-telemetry.ts";
export { createStaticTlsProvider } from "./adapters/memory/static-tls-provider.ts";
export type { StaticTlsProviderOptions } from "./adapters/memory/static-tls-provider.ts";

// For plugin authors.
export { PLUGIN_API_VERSION } from "./plugin-api/plugin-metadata.ts";
export type { PluginMetadata } from "./plugin-api/plugin-metadata.ts";
export type { PluginContext } from "./plugin-api/plugin-context.ts";
export type { PluginHttpRequest, PluginHttpResponse } from "./plugin-api/plugin-http.ts";
export type { PluginKeyList, PluginStorage } from "./plugin-api/plugin-storage.ts";
export type { PluginOutput } from "./plugin-api/plugin-output.ts";
export type { Plugin, PluginCall } from "./plugin-api/plugin.ts";

// For adapter authors.
export { findRepeatedKey } from "./find-repeated-key.ts";
export { pointerPart } from "./pointer-part.ts";
export { defineErrors } from "./app-error.ts";
export type { AppErrorInit, DetailsOf, ErrorCatalogue, ErrorDefinition, ErrorFactory, NoDetails } from "./app-error.ts";
export { coreErrors } from "./errors.ts";
export { LOG_LIMITS, toLogFields, toLogText } from "./log-value.ts";
export type { LogValueOptions } from "./log-value.ts";
export { isSecretName, plainName, REDACTED, redactText } from "./redact-text.ts";
export { checkCommitRequest, checkListRequest, checkRecordKey } from "./storage-request.ts";
export { errorType, isMeasurement, safeAttributes, safeSpanStart } from "./telemetry-input.ts";
export type { SafeSpanStart } from "./telemetry-input.ts";
export { childTraceparent, formatTraceparent, parseTraceparent } from "./traceparent.ts";
export type { TraceParent } from "./traceparent.ts";
export type { Authenticator, Credentials, Principal } from "./ports/authenticator.ts";
export type { Clock, Deadline } from "./ports/clock.ts";
export type { IdSource } from "./ports/id-source.ts";
export type { LogFields, Logger, LogLevel } from "./ports/logger.ts";
export type { Random } from "./ports/random.ts";
export type {
  CommitRequest,
  Expectation,
  ListRequest,
  RecordKey,
  Storage,
  StorageChange,
  StoredRecord,
} from "./ports/storage.ts";
export type { Attributes, Span, SpanStart, Telemetry } from "./ports/telemetry.ts";
export type { TlsMaterial, TlsProvider } from "./ports/tls-provider.ts";

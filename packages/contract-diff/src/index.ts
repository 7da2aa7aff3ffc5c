// For users: two versions of one contract.
export { compareJsonSchema } from "./rules/compare-json-schema.ts";
export type { JsonSchemaOptions } from "./rules/compare-json-schema.ts";
export { compareOpenApi } from "./openapi/compare-open-api.ts";
export type { OpenApiOptions } from "./openapi/compare-open-api.ts";
export { compareAsyncApi } from "./asyncapi/compare-async-api.ts";
export type { CompareAsyncApiOptions } from "./asyncapi/compare-async-api.ts";
export { compareEventType } from "./events/compare-event-type.ts";
export type { CompareEventTypeOptions } from "./events/compare-event-type.ts";
export { compareWit } from "./wit/compare-wit.ts";
export type { WitCompareOptions } from "./wit/compare-wit.ts";
export type { WitOwner } from "./wit/wit-sides.ts";
export { resolveCompareOptions } from "./compare-options.ts";
export type { CompareOptions, ResolvedCompareOptions } from "./compare-options.ts";
export type { Breaks, Bump, Change, Changes, Finding, Flow, Level, Witness } from "./finding.ts";
export type { ContractDocument, LoadDocument, Place } from "./document.ts";

// For users: schemas, one question at a time.
export { createSchemaSpace } from "./schema/create-schema-space.ts";
export type { SchemaSpace, SchemaSpaceOptions } from "./schema/create-schema-space.ts";
export type { Dialect } from "./schema/dialect.ts";
export type { View } from "./schema/read-schema.ts";
export type { SchemaNode } from "./schema/schema-node.ts";
export { decideContainment } from "./engine/decide-containment.ts";
export type { Verdict } from "./engine/verdict.ts";
export { createSchemaComparer } from "./rules/compare-schemas.ts";
export type { SchemaComparer, SchemaComparerOptions } from "./rules/compare-schemas.ts";

// For users: whole checks, as the command line runs them.
export { checkContracts } from "./check/check-contracts.ts";
export type { CheckContractsOptions } from "./check/check-contracts.ts";
export type { CheckSettings, VersionsRule } from "./check/check-settings.ts";
export type { CheckRun, Comparison } from "./check/comparison.ts";
export type { CheckLevel } from "./check/forbids.ts";
export type { DeclaredVersion } from "./check/version-demand.ts";
export { readWaivers } from "./check/waivers.ts";
export type { Waiver } from "./check/waivers.ts";
export type { Rule, RuleCatalogue } from "./rules/rule.ts";
export { terminalReport } from "./report/terminal-report.ts";
export type { TerminalReportOptions } from "./report/terminal-report.ts";
export { jsonReport, reportSchema } from "./report/json-report.ts";
export { markdownReport } from "./report/markdown-report.ts";
export { sarifReport } from "./report/sarif-report.ts";
export { githubReport } from "./report/github-report.ts";
export { junitReport } from "./report/junit-report.ts";

// For users: where contracts come from.
export { findContracts } from "./sources/find-contracts.ts";
export type { ContractFile } from "./sources/find-contracts.ts";
export type { ContractName } from "./sources/contract-name.ts";
export type { ContractKind } from "./sources/detect-kind.ts";
export { readDocument } from "./sources/read-document.ts";
export type { FileTree } from "./sources/file-tree.ts";
export { createFolderTree } from "./sources/folder-tree.ts";
export type { FolderTreeOptions } from "./sources/folder-tree.ts";
export { createGitTree } from "./sources/git-tree.ts";
export type { GitTreeOptions } from "./sources/git-tree.ts";
export type { GitOptions } from "./sources/run-git.ts";
export { createMemoryTree } from "./sources/memory-tree.ts";
export type { MemoryTreeOptions } from "./sources/memory-tree.ts";
export type { TreeLimits } from "./sources/tree-limits.ts";
export { loadZodModule } from "./sources/load-zod-module.ts";
export type { ZodExport, ZodModuleRequest } from "./sources/load-zod-module.ts";

// For users: the command line itself.
export { runCli } from "./cli/run-cli.ts";
export { createCliTools } from "./cli/create-cli-tools.ts";
export type { CliHost } from "./cli/command.ts";
export type { CliTools } from "./cli/cli-tools.ts";
export type { ComparerOptions, Comparers, DocumentComparer } from "./check/comparers.ts";
export { contractDiffErrors } from "./errors.ts";
export type { FilePosition } from "./errors.ts";

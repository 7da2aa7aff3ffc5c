// For users.
export { buildContracts } from "./contracts/build-contracts.ts";
export type { PublishedSchema } from "./contracts/schemas.ts";
export { buildOpenApi } from "./contracts/build-openapi.ts";
export type { ChangeProjectV1, ChangeProjectV2 } from "./dto/change-project.ts";
export type { CreateProjectV1, CreateProjectV2 } from "./dto/create-project.ts";
export type { Problem, ProblemIssue } from "./dto/problem.ts";
export type { ProjectListV1, ProjectListV2 } from "./dto/project-list.ts";
export type { ProjectV1, ProjectV2 } from "./dto/project.ts";
export { dtoToChange, dtoToCreate } from "./mapping/dto-to-request.ts";
export { pageToDto, projectToDto } from "./mapping/project-to-dto.ts";
export { DEFAULT_MEDIA_TYPE, MEDIA_TYPES, negotiate, parseMediaType } from "./media-type.ts";
export type { MediaFormat, MediaType } from "./media-type.ts";
export { PROBLEM_STATUS } from "./problem/problem-status.ts";
export { toProblem } from "./problem/to-problem.ts";
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

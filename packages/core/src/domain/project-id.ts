declare const brand: unique symbol;

/** The id of a project: `prj_` and 26 characters of `0-9a-z`. Only `parseProjectId` and the service make one. */
export type ProjectId = string & { readonly [brand]: "ProjectId" };

/** What every project id looks like, for schemas that must say the same. */
export const PROJECT_ID_PATTERN: RegExp = /^prj_[0-9a-z]{26}$/;

/** Takes a string for a project id, or answers `undefined` when it does not look like one. */
export function parseProjectId(text: string): ProjectId | undefined {
  return PROJECT_ID_PATTERN.test(text) ? (text as ProjectId) : undefined;
}

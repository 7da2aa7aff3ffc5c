/** What version 1 asks for to create a project. */
export interface CreateProjectV1 {
  readonly name: string;
}

/** What version 2 asks for. */
export interface CreateProjectV2 {
  readonly title: string;
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

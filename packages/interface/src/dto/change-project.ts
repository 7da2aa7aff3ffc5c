/** A change in version 1. What is left out stays as it is; labels, which version 1 does not know, stay too. */
export interface ChangeProjectV1 {
  readonly expectedRevision: number;
  readonly name?: string | undefined;
  readonly archived?: boolean | undefined;
}

/** A change in version 2. `labels` replaces all of them. */
export interface ChangeProjectV2 {
  readonly expectedRevision: number;
  readonly title?: string | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly archived?: boolean | undefined;
}

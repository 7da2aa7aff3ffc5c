/** A project as version 1 knows it. Times are RFC 3339 in UTC. */
export interface ProjectV1 {
  readonly id: string;
  readonly name: string;
  readonly archived: boolean;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly revision: number;
}

/** A project as version 2 knows it: `name` is now `title`, `archived` says when, and there are labels. */
export interface ProjectV2 {
  readonly id: string;
  readonly title: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly archivedAt: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly revision: number;
}

import { fieldsOf, refuse, textIssues, wholeIssues } from "../field-checks.ts";
import { LAST_SEQUENCE } from "../newest-first.ts";

/** Which entries to read: the newest, or those before a sequence. */
export interface RecentRequest {
  /** From 1 to 100. */
  readonly limit: number;
  readonly before?: number;
}

/** Which entries of an actor to read. */
export interface ByActorRequest extends RecentRequest {
  readonly actor: string;
}

const LIMIT_MAX = 100;
const ACTOR_MAX_BYTES = 256;

/** Throws `state/invalid` for a request that cannot be answered. */
export function checkRecent(request: RecentRequest): RecentRequest {
  const fields = fieldsOf(request, ["limit", "before"]) as Partial<RecentRequest>;
  refuse(pageIssues(fields));
  return fields as RecentRequest;
}

/** As `checkRecent`, with the actor. */
export function checkByActor(request: ByActorRequest): ByActorRequest {
  const fields = fieldsOf(request, ["actor", "limit", "before"]) as Partial<ByActorRequest>;
  refuse([...textIssues(fields.actor, "/actor", ACTOR_MAX_BYTES), ...pageIssues(fields)]);
  return fields as ByActorRequest;
}

function pageIssues({ limit, before }: Partial<RecentRequest>): ReturnType<typeof wholeIssues> {
  return [
    ...wholeIssues(limit, "/limit", 1, LIMIT_MAX),
    ...(before === undefined ? [] : wholeIssues(before, "/before", 1, LAST_SEQUENCE)),
  ];
}

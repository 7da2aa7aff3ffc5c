import type { Grant } from "@cordon/bus";
import type { FieldIssue } from "@cordon/core";
import { serverError } from "../errors.ts";
import type { NewBusGrant } from "./messaging-parts.ts";

const EVENTS = /^(?:\*|event)(?::|$)/;

/** Throws `server/invalid-parameters` for limits that cannot be, or that are over already. */
export function checkGrantLimits({ expiresAt, uses }: Pick<NewBusGrant, "expiresAt" | "uses">, now: number): void {
  const issues: FieldIssue[] = [];
  if (expiresAt !== undefined && !(Number.isSafeInteger(expiresAt) && expiresAt > now))
    issues.push({ pointer: "/expiresAt", message: "must be a time to come, in milliseconds since 1970" });
  if (uses !== undefined && !(Number.isSafeInteger(uses) && uses >= 1))
    issues.push({ pointer: "/uses", message: "must be a whole number of 1 or more" });
  if (issues.length > 0) throw serverError("server/invalid-parameters", { issues });
}

/**
 * Ends a grant again, and throws, if it is limited in uses and good for publishing events: the bus counts the messages that it carries, and events
 * are not among them, so the limit would be none.
 */
export function refuseCountedEvents(grant: Pick<Grant, "capability" | "revoke">): void {
  if (!EVENTS.test(grant.capability)) return;
  grant.revoke();
  const issues: FieldIssue[] = [
    { pointer: "/uses", message: "must not be there for a right that events are published with" },
  ];
  throw serverError("server/invalid-parameters", { issues });
}

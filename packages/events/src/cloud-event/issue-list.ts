import type { FieldIssue } from "@cordon/core";
import { eventsError } from "../errors.ts";

// A batch of a thousand events with all wrong in each must not become a megabyte of error.
const MOST_ISSUES = 100;
const PLAIN_NAME = /^[\w.-]{1,64}$/;

/** What was found wrong while reading. The names and values of events are their sender's, so no value gets into it. */
export class IssueList {
  readonly #issues: FieldIssue[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(pointer: string, message: string): void {
    this.#count += 1;
    if (this.#issues.length < MOST_ISSUES) this.#issues.push({ pointer, message });
  }

  /** Names a member, or only what it is a member of where the name itself could do harm in a message or a log. */
  addMember(parent: string, name: string, message: string): void {
    if (PLAIN_NAME.test(name)) this.add(`${parent}/${name}`, message);
    else this.add(parent, `a member ${message}`);
  }

  throwIfAny(code: "events/invalid-event" | "events/invalid-request" = "events/invalid-event"): void {
    if (this.#count > 0) throw eventsError(code, { issues: this.#issues, count: this.#count });
  }
}

/** One thing that egress did or refused, for an audit log: one event per request, and one more for each redirect followed. */
export interface EgressEvent {
  readonly owner: string;
  /** 0 for the request itself, 1 for its first redirect. */
  readonly hop: number;
  /** `denied`: nothing left the process. */
  readonly decision: "allowed" | "denied";
  /** The error's code, unless there is an answer. */
  readonly code: string | undefined;
  /** Empty, like host and path, where the request could not be read. */
  readonly method: string;
  /** With the port if it is not the usual one. */
  readonly host: string;
  /** Without query. */
  readonly path: string;
  /** Which of the grant's own rules allowed it. */
  readonly rule: number | undefined;
  readonly status: number | undefined;
  readonly requestBytes: number;
  readonly responseBytes: number;
  readonly ms: number;
}

/** An event while it is being filled in. */
export type EventDraft = { -readonly [Field in keyof EgressEvent]: EgressEvent[Field] };

/** Begins an event of which nothing is known yet. */
export function draftEvent(owner: string, hop: number): EventDraft {
  return {
    owner,
    hop,
    decision: "denied",
    code: undefined,
    method: "",
    host: "",
    path: "",
    rule: undefined,
    status: undefined,
    requestBytes: 0,
    responseBytes: 0,
    ms: 0,
  };
}

/** What is wrong with one field: an RFC 6901 pointer into the body, and what it must be. */
export interface ProblemIssue {
  readonly pointer: string;
  readonly message: string;
}

/** An error as RFC 9457 writes it. `code` is stable and is what a program should look at; `detail` is for people. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly traceId: string;
  readonly retryable: boolean;
  readonly issues?: readonly ProblemIssue[] | undefined;
}

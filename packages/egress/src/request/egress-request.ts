/** What a guest asks for. */
export interface EgressRequest {
  readonly method: string;
  /** Absolute. */
  readonly url: string;
  /** Values may have `{{secret:NAME}}` in them, which is filled in where the request leaves the process. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** A shorter deadline than the grant's. */
  readonly timeoutMs?: number;
}

/** What came back, whole. Any status is an answer. */
export interface EgressResponse {
  readonly status: number;
  /** Names in lower case; lines of one name are joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Where the answer came from, after redirects. */
  readonly url: string;
}

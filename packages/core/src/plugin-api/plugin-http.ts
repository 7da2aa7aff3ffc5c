/** A request to a host that the operator granted. */
export interface PluginHttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text, sent as UTF-8. */
  readonly body?: string;
  /** For a body that is not text: it is base64. Default `text`. */
  readonly bodyEncoding?: "text" | "base64";
}

/** What came back, whatever its status. */
export interface PluginHttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** `base64` where the body is no valid UTF-8. */
  readonly bodyEncoding: "text" | "base64";
}

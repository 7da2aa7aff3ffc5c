/** Bytes and what they mean. An empty payload has no bytes and the content type `""`. */
export interface Payload {
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

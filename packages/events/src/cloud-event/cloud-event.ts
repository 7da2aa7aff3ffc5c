import type { JsonValue } from "@cordon/core";

/**
 * The value of an extension attribute: a Boolean, an Integer of 32 bits or, for every other type of CloudEvents, its text.
 * Binary, URI, URI-reference and Timestamp are texts because neither JSON nor a header tells them apart.
 */
export type ExtensionValue = boolean | number | string;

/**
 * An event as CloudEvents 1.0 defines it. At most one of `data` and `dataBase64` is there: `data` is a JSON value, or a text where
 * `datacontenttype` is not JSON; `dataBase64` is bytes. All of it is values, so that it can be frozen, copied and compared.
 */
export interface CloudEvent {
  readonly specversion: "1.0";
  /** Not empty. With `source` it names the event: the same pair is the same event. */
  readonly id: string;
  /** A URI-reference, not empty. */
  readonly source: string;
  readonly type: string;
  /** A media type. Where it is missing, `data` is JSON. */
  readonly datacontenttype?: string;
  /** An absolute URI; a fragment is accepted. */
  readonly dataschema?: string;
  readonly subject?: string;
  /** RFC 3339, as it was written. */
  readonly time?: string;
  /** By name, `a-z` and `0-9`. What parsing makes inherits nothing. */
  readonly extensions: Readonly<Record<string, ExtensionValue>>;
  readonly data?: JsonValue;
  /** RFC 4648, padded. */
  readonly dataBase64?: string;
}

/** A `CloudEvent` while it is being filled in. */
export type CloudEventDraft = { -readonly [Key in keyof CloudEvent]: CloudEvent[Key] };

/** Whether a media type declares JSON: its subtype is `json` or ends with `+json`. A missing one does, too. */
export function declaresJson(mediaType: string | undefined): boolean {
  if (mediaType === undefined || mediaType === "application/json") return true;
  const semicolon = mediaType.indexOf(";");
  const essence = (semicolon < 0 ? mediaType : mediaType.slice(0, semicolon)).trim().toLowerCase();
  return essence.endsWith("/json") || essence.endsWith("+json");
}

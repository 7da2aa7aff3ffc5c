/** A value that every serializer of Cordon carries unchanged, and that storage keeps. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

/** A plain object of such values. */
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

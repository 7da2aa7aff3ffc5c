import type { JsonObject } from "@cordon/core";
import type * as z from "zod";
import { MEDIA_VERSIONS } from "../media-type.ts";
import { checkDocument } from "./check-document.ts";
import type { VersionedRequest, VersionedResponse } from "./versions.ts";

/** A request that is the same under every version of the media types. */
export function sameRequest<Dto>(schema: z.ZodType<Dto>): VersionedRequest<Dto> {
  return new Map(MEDIA_VERSIONS.map((version) => [version, (value: unknown) => checkDocument(schema, value)]));
}

/** An answer that is the same under every version of the media types. */
export function sameResponse<Dto>(): VersionedResponse<Dto> {
  // DTOs are interfaces of plain values, which TypeScript does not see as JSON without an index signature.
  return new Map(MEDIA_VERSIONS.map((version) => [version, (dto: Dto) => dto as unknown as JsonObject]));
}

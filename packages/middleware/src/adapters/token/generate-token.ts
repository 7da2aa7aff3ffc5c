import { Buffer } from "node:buffer";
import type { Random } from "@cordon/core";

const TOKEN_BYTES = 32;

/** A new API token: 256 random bits behind a `cordon_` prefix, so that secret scanners and log redaction know it. */
export function generateToken(random: Random): string {
  return `cordon_${Buffer.from(random.bytes(TOKEN_BYTES)).toString("base64url")}`;
}

import { type Authenticator, coreError, type Credentials, type Principal } from "@cordon/core";
import type { Metadata } from "@cordon/transport";

/** Who calls, by the `authorization` header; rejects with `auth/required` or `auth/rejected`. */
export async function authenticate(
  metadata: Metadata,
  authenticator: Authenticator,
  signal: AbortSignal,
): Promise<Principal> {
  const header = metadata["authorization"];
  if (header === undefined || header === "") throw coreError("auth/required", {});
  return authenticator.authenticate(credentialsIn(header), signal);
}

function credentialsIn(header: string): Credentials {
  const space = header.indexOf(" ");
  if (space < 0) return { scheme: header, value: "" };
  return { scheme: header.slice(0, space), value: header.slice(space + 1).trim() };
}

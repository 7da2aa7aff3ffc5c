import { egressError } from "../errors.ts";
import type { Target } from "../request/target.ts";
import { fillPlaceholders, PLACEHOLDER_START } from "../secrets/fill-placeholders.ts";
import { refuseFound } from "../secrets/refuse-found.ts";
import type { GrantParts } from "./grant-parts.ts";
import type { HopRequest } from "./hop-request.ts";

type SecretParts = Pick<GrantParts, "scanner" | "secrets" | "limits">;

/** Refuses a URL with a secret or a placeholder in it. */
export function refuseSecretsInUrl({ scanner }: SecretParts, { url }: Target): void {
  refuseFound(scanner.scanText(url.href), "URL of the request");
  refusePlaceholder(url.href.replaceAll(/%7b/gi, "{"));
}

/** Refuses a body with a secret or a placeholder in it. */
export function refuseSecretsInBody({ scanner }: SecretParts, body: Uint8Array | undefined): void {
  if (body === undefined) return;
  const text = Buffer.from(body.buffer, body.byteOffset, body.length).toString("latin1");
  refuseFound(scanner.scanText(text), "body of the request");
  refusePlaceholder(text);
}

/** The headers as they are sent: looked through first, then with secrets in place of placeholders. */
export function prepareHeaders(parts: SecretParts, { headers, target }: HopRequest): Readonly<Record<string, string>> {
  for (const [name, value] of headers)
    refuseFound(parts.scanner.scanText(`${name}: ${value}`), "headers of the request");
  const { maxHeaderBytes } = parts.limits;
  const filled = headers.map((line) => fillPlaceholders(line, target, parts.secrets));
  const bytes = filled.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  if (bytes > maxHeaderBytes)
    throw egressError("egress/too-large", { what: "request's headers, filled in", maxBytes: maxHeaderBytes });
  return Object.fromEntries(filled);
}

function refusePlaceholder(text: string): void {
  if (!text.includes(PLACEHOLDER_START)) return;
  throw egressError("egress/secret-denied", { problem: "it must be in the value of a header" });
}

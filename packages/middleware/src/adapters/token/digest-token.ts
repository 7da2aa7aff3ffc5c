import { hash } from "node:crypto";

/** The SHA-256 of a token in lower-case hex: what a configuration lists in place of the token. */
export function digestToken(token: string): string {
  return hash("sha256", token, "hex");
}

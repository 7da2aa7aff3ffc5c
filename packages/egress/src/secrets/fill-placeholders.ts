import { egressError } from "../errors.ts";
import type { HeaderLine } from "../request/check-headers.ts";
import type { Target } from "../request/target.ts";
import type { CompiledSecret } from "./compile-secrets.ts";

/** How a placeholder begins. In URLs and bodies it is refused: there, secrets end up in logs and pages. */
export const PLACEHOLDER_START = "{{secret:";

const PLACEHOLDER = /\{\{secret:([A-Za-z0-9_.-]{1,64})\}\}/g;

/** Puts secrets where a header's value refers to them. Throws `egress/secret-denied` for one that may not go to the target. */
export function fillPlaceholders(
  [name, value]: HeaderLine,
  target: Target,
  secrets: ReadonlyMap<string, CompiledSecret>,
): HeaderLine {
  if (!value.includes(PLACEHOLDER_START)) return [name, value];
  if (value.replaceAll(PLACEHOLDER, "").includes(PLACEHOLDER_START))
    throw egressError("egress/secret-denied", { problem: "it must be written as {{secret:NAME}}" });
  // By a function: in a text to put in, "$&" and its like would have a meaning.
  return [name, value.replaceAll(PLACEHOLDER, (_match, secret: string) => valueFor(secrets.get(secret), target))];
}

/** Whether a header refers to a secret that may not go to the target. */
export function hasForeignPlaceholder(
  [, value]: HeaderLine,
  target: Target,
  secrets: ReadonlyMap<string, CompiledSecret>,
): boolean {
  return [...value.matchAll(PLACEHOLDER)].some(([, name = ""]) => !mayGo(secrets.get(name), target));
}

function valueFor(secret: CompiledSecret | undefined, target: Target): string {
  // One text for all three: which secrets exist and where they may go is not for guests to find out.
  if (!mayGo(secret, target))
    throw egressError("egress/secret-denied", {
      problem: "there is none of that name that may be sent to this host over https",
    });
  return secret.value;
}

function mayGo(secret: CompiledSecret | undefined, target: Target): secret is CompiledSecret {
  return secret !== undefined && target.isSecure && secret.hosts.some((host) => host.matches(target));
}

import { egressError } from "../errors.ts";

/** Throws `egress/secret-leak` where a scanner found something. The name of what it found is for the log alone. */
export function refuseFound(found: string | undefined, where: string): void {
  if (found !== undefined) throw egressError("egress/secret-leak", { where, found });
}

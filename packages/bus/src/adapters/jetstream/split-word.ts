import { Buffer } from "node:buffer";
import type { GrantRecord } from "../../capability/authority.ts";
import type { RevocableBlock } from "../../token/token-authority.ts";

/** What a server has to say of its grants. */
export interface Word {
  readonly grants: readonly GrantRecord[];
  readonly ended: readonly string[];
  readonly revoked: readonly RevocableBlock[];
}

interface Part {
  readonly grants: GrantRecord[];
  readonly ended: string[];
  readonly revoked: RevocableBlock[];
}

/** Splits it into parts of so many bytes at most. What ends something comes first: it must arrive, whatever becomes of the rest. */
export function splitWord({ grants, ended, revoked }: Word, maxBytes: number): readonly Word[] {
  let part = emptyPart();
  const parts = [part];
  let left = maxBytes;
  const roomFor = (item: unknown): Part => {
    const size = Buffer.byteLength(JSON.stringify(item)) + 1;
    if (size > left && left < maxBytes) {
      part = emptyPart();
      parts.push(part);
      left = maxBytes;
    }
    left -= size;
    return part;
  };
  for (const id of ended) roomFor(id).ended.push(id);
  for (const block of revoked) roomFor(block).revoked.push(block);
  for (const grant of grants) roomFor(grant).grants.push(grant);
  return parts;
}

function emptyPart(): Part {
  return { grants: [], ended: [], revoked: [] };
}

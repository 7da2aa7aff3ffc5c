import { isName, parseNamePattern } from "../pattern/name-pattern.ts";
import { covers, type SegmentPattern } from "../pattern/segment-pattern.ts";
import type { TokenChain } from "./token-chain.ts";
import { parsePattern, type PatternField, type PatternList } from "./token-patterns.ts";

/** A block as a revocation list knows it. `expiresAt` is when it and all that is narrowed from it are over, in milliseconds since 1970. */
export interface RevocableBlock {
  readonly id: string;
  readonly expiresAt: number;
}

/** What a token is good for: what all its blocks allow, and nothing that only some of them do. */
export interface TokenAuthority {
  readonly audience: string;
  readonly notBefore: number;
  readonly expiresAt: number;
  /** The blocks, the issuer's first. */
  readonly blocks: readonly RevocableBlock[];
  /** Whether each block has one pattern that covers it. */
  readonly covers: (field: PatternField, pattern: SegmentPattern) => boolean;
  /** Whether a principal of that name may do it. What is no name, or no capability, may not. */
  readonly allows: (principal: string, capability: string) => boolean;
}

/** Works out what a chain is good for. It says nothing of signatures. */
export function authorityOf({ root, narrowings }: TokenChain): TokenAuthority {
  const rest = narrowings.map(({ block }) => block);
  let { notBefore, expiresAt } = root.block;
  const blocks = [{ id: root.block.id, expiresAt }];
  for (const block of rest) {
    notBefore = Math.max(notBefore, block.notBefore);
    expiresAt = Math.min(expiresAt, block.expiresAt);
    blocks.push({ id: block.id, expiresAt });
  }
  const lists: Readonly<Record<PatternField, readonly PatternList[]>> = {
    principals: [root.block.principals, ...rest.flatMap(({ principals }) => (principals ? [principals] : []))],
    capabilities: [
      root.block.capabilities,
      ...rest.flatMap(({ capabilities }) => (capabilities ? [capabilities] : [])),
    ],
  };
  const coversField = (field: PatternField, pattern: SegmentPattern): boolean =>
    lists[field].every((list) => list.some((wider) => covers(wider, pattern)));
  return {
    audience: root.block.audience,
    notBefore,
    expiresAt,
    blocks: Object.freeze(blocks.map((block) => Object.freeze(block))),
    covers: coversField,
    allows(principal, capability) {
      const asked = capabilityOf(capability);
      return (
        asked !== undefined &&
        isName(principal) &&
        coversField("principals", parseNamePattern(principal)) &&
        coversField("capabilities", asked)
      );
    },
  };
}

function capabilityOf(text: string): SegmentPattern | undefined {
  try {
    return parsePattern("capabilities", text);
  } catch {
    // What is no capability is covered by no pattern, and the question has an answer.
    return undefined;
  }
}

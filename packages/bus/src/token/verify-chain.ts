import type { KeyObject } from "node:crypto";
import { isSigned, publicKeyOf } from "./ed25519.ts";
import type { TokenChain, TokenLink } from "./token-chain.ts";
import { tokenError } from "./token-errors.ts";

/** Verifies every signature of a chain and returns the key of its holder, or throws `bus/token-untrusted`. */
export function verifyChain({ root, narrowings }: TokenChain, rootKeys: readonly KeyObject[]): KeyObject {
  return narrowings.reduce((signer, link) => verifyLink(link, [signer]), verifyLink(root, rootKeys));
}

/** Returns the key that signs what comes next. */
function verifyLink({ block, signed, signature }: TokenLink, signers: readonly KeyObject[]): KeyObject {
  if (signers.some((signer) => isSigned(signed, signature, signer))) return publicKeyOf(block.holderKey);
  throw tokenError("bus/token-untrusted", {});
}

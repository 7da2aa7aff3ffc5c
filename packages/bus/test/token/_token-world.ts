import { Buffer } from "node:buffer";
import { AppError } from "@cordon/core";
import { createManualClock, createSeededRandom, type ManualClock } from "@cordon/core/testing";
import { type BusKey, busKeyFrom } from "../../src/token/bus-key.ts";
import { createRevocationList, type RevocationList } from "../../src/token/create-revocation-list.ts";
import { createTokenIssuer, type IssueToken } from "../../src/token/create-token-issuer.ts";
import {
  createTokenVerifier,
  type TokenVerifierOptions,
  type VerifiedToken,
} from "../../src/token/create-token-verifier.ts";
import type { HeldToken, HolderPorts } from "../../src/token/held-token.ts";

export const MESSAGE: Uint8Array = Buffer.from("one message");
export const BUS = "bus.main";
export const ROOT_SEED: Uint8Array = new Uint8Array(32).fill(7);

/** An issuer and a bus that trusts it, on one clock. */
export interface TokenWorld {
  readonly clock: ManualClock;
  readonly key: BusKey;
  readonly ports: HolderPorts;
  readonly list: RevocationList;
  readonly issue: (request?: Partial<IssueToken>) => HeldToken;
  readonly verifier: (
    options?: Partial<TokenVerifierOptions>,
  ) => (token: string, signature: Uint8Array, message?: Uint8Array) => VerifiedToken;
  /** What the bus says of a message that the holder signed. */
  readonly show: (held: HeldToken) => VerifiedToken;
}

export function tokenWorld(seed = 1): TokenWorld {
  const clock = createManualClock();
  const key = busKeyFrom({ seed: ROOT_SEED });
  const ports = { clock, random: createSeededRandom(seed) };
  const list = createRevocationList({ clock });
  const issuer = createTokenIssuer({ key, ...ports });
  const verifier: TokenWorld["verifier"] = (options) => {
    const { verify } = createTokenVerifier({
      rootKeys: [key.publicKey],
      clock,
      audience: BUS,
      isRevoked: list.isRevoked,
      leewayMs: 0,
      ...options,
    });
    return (token, signature, message = MESSAGE) => verify({ token, message, signature });
  };
  const verify = verifier();
  return {
    clock,
    key,
    ports,
    list,
    verifier,
    issue: (request) =>
      issuer.issue({
        principals: ["agent.>"],
        capabilities: ["browser:*", "llm:chat"],
        audience: BUS,
        ttlMs: 60_000,
        ...request,
      }),
    show: (held) => verify(held.token, held.prove(MESSAGE)),
  };
}

/** The code that it throws. Anything but an `AppError` is thrown on: nothing else may come out. */
export function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (AppError.is(error)) return error.code;
    throw error;
  }
  return "nothing was thrown";
}

/** The bytes of a token. */
export function bytesOf(token: string): Buffer {
  return Buffer.from(token.slice("cordon_bt1_".length), "base64url");
}

/** The text of bytes, as a token. */
export function textOf(bytes: Uint8Array): string {
  return `cordon_bt1_${Buffer.from(bytes).toString("base64url")}`;
}

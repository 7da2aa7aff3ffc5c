import { Buffer } from "node:buffer";
import { headers, type MsgHdrs } from "@nats-io/transport-node";
import type { JsonValue } from "@cordon/core";
import { busError } from "../../errors.ts";
import { isName } from "../../pattern/name-pattern.ts";
import { createTokenVerifier, type TokenVerifier, type VerifiedToken } from "../../token/create-token-verifier.ts";
import type { ResolvedBridgeOptions } from "./bridge-options.ts";
import { createOwnTokens } from "./own-tokens.ts";
import { FRAME_LIMITS, parseJson } from "./parse-json.ts";

const ORIGIN = "Cordon-Origin";
const TOKEN = "Cordon-Token";
const PROOF = "Cordon-Proof";
// 64 bytes in base64url.
const PROOF_FORM = /^[A-Za-z0-9_-]{86}$/;

/** What something was signed as: in whose name, and with what right. */
export interface Signing {
  /** Where it goes, and what makes it that one message. A frame that was signed for one place is worth nothing at another. */
  readonly place: string;
  readonly source: string;
  readonly capability: string;
}

/** A frame as it goes over the wire. */
export interface SealedFrame {
  readonly headers: MsgHdrs;
  readonly bytes: Uint8Array;
}

/** A frame as it came over the wire. */
export interface ReceivedFrame {
  readonly headers: MsgHdrs | undefined;
  readonly bytes: Uint8Array;
  readonly place: string;
  /** When the broker took it, where it keeps it for later. Default: now. */
  readonly takenAt?: number;
}

/** What a frame says, and what whoever sent it may do. */
export interface OpenedFrame {
  readonly origin: string;
  readonly body: JsonValue;
  readonly token: VerifiedToken;
}

/** Seals what leaves this server and opens what comes in. Anyone may see a frame; nobody can make or change one. */
export interface Frames {
  readonly seal: (signing: Signing, body: unknown) => SealedFrame;
  /** Throws an `AppError` for a frame that was not sealed by a server of this bus for that place. */
  readonly open: (frame: ReceivedFrame) => OpenedFrame;
  /** The server that says it sent it, unchecked: good for leaving out one's own. */
  readonly originOf: (given: MsgHdrs | undefined) => string;
}

/** Makes the frames of one server. */
export function createFrames(options: ResolvedBridgeOptions): Frames {
  const { serverId, clock, rootKeys, name, revocations } = options;
  const tokenFor = createOwnTokens(options);
  const isRevoked = (id: string, expiresAt: number): boolean => revocations.isRevoked(id, expiresAt);
  const verifier: TokenVerifier = createTokenVerifier({ rootKeys, clock, audience: name, isRevoked });
  return Object.freeze({
    seal({ place, source, capability }: Signing, body: unknown) {
      const bytes = Buffer.from(JSON.stringify(body));
      const token = tokenFor(source, capability);
      const sealed = headers();
      sealed.set(ORIGIN, serverId);
      sealed.set(TOKEN, token.token);
      sealed.set(PROOF, Buffer.from(token.prove(proven(place, serverId, bytes))).toString("base64url"));
      return { headers: sealed, bytes };
    },
    open({ headers: given, bytes, place, takenAt }: ReceivedFrame) {
      const origin = given?.get(ORIGIN) ?? "";
      const proof = given?.get(PROOF) ?? "";
      // What costs little comes first: signatures are what a flood of forgeries would be paid with.
      if (!isName(origin) || !PROOF_FORM.test(proof)) throw refused("it is not signed");
      if (bytes.length > FRAME_LIMITS.maxBytes) throw refused("it is too large");
      const signature = Buffer.from(proof, "base64url");
      const message = proven(place, origin, bytes);
      const presented = { token: given?.get(TOKEN) ?? "", message, signature };
      const token = verifier.verify(takenAt === undefined ? presented : { ...presented, at: takenAt });
      return { origin, token, body: parseJson(bytes) };
    },
    originOf: (given: MsgHdrs | undefined) => given?.get(ORIGIN) ?? "",
  });
}

function proven(place: string, origin: string, bytes: Uint8Array): Uint8Array {
  // Neither a place nor a server id can have a line feed.
  return Buffer.concat([Buffer.from(`${place}\n${origin}\n`), bytes]);
}

function refused(problem: string): Error {
  return busError("bus/bridge-refused", { problem });
}

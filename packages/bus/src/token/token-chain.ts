import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { createByteReader } from "./byte-reader.ts";
import { SIGNATURE_BYTES } from "./ed25519.ts";
import { encodeBlock, readNarrowingBlock, readRootBlock, type RootBlock, type TokenBlock } from "./token-block.ts";
import { tokenError } from "./token-errors.ts";
import { TOKEN_LIMITS } from "./token-limits.ts";

/** One block with its signature, and the bytes that are signed. */
export interface TokenLink<Block extends TokenBlock = TokenBlock> {
  readonly block: Block;
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
}

/** A token that was read. Nothing of it was verified. */
export interface TokenChain {
  readonly text: string;
  readonly bytes: Buffer;
  readonly root: TokenLink<RootBlock>;
  readonly narrowings: readonly TokenLink[];
}

/** Signs bytes with the key that a new block hangs on. */
export type SignBytes = (bytes: Uint8Array) => Uint8Array;

// The version is in each of them. A signature of one kind is none of the other, so that no message to prove can be a block.
const PREFIX = "cordon_bt1_";
const BLOCK_DOMAIN = Buffer.from("cordon bus token v1 block\0");
const PROOF_DOMAIN = Buffer.from("cordon bus token v1 proof\0");

/** Reads a token: `cordon_bt1_` and base64url of block, signature, block, signature. Each has one text only. Throws `bus/token-malformed`. */
export function readToken(text: string): TokenChain {
  checkLength(text);
  if (!text.startsWith(PREFIX)) throw malformed(`does not begin with ${PREFIX}`);
  return readChain(text, decodeBase64url(text.slice(PREFIX.length)));
}

/** Appends a block to the bytes of a token, or begins one with it, and reads the result. Throws `bus/token-too-large`. */
export function appendBlock(bytes: Uint8Array, block: TokenBlock, sign: SignBytes): TokenChain {
  const unsigned = Buffer.concat([bytes, encodeBlock(block)]);
  return readMade(Buffer.concat([unsigned, sign(blockInput(unsigned))]));
}

/** What a holder signs to prove that a message is its own: the token and the message, told apart by the fixed length of the first. */
export function proofInput(digest: Uint8Array, message: Uint8Array): Uint8Array {
  return Buffer.concat([PROOF_DOMAIN, digest, message]);
}

/** What stands for the token in a proof. Throws `bus/token-malformed` for what is too long to be one. */
export function tokenDigest(text: string): Buffer {
  checkLength(text);
  return createHash("sha256").update(text).digest();
}

/** The last block: its key is that of the holder. */
export function lastBlock({ root, narrowings }: TokenChain): TokenBlock {
  return (narrowings.at(-1) ?? root).block;
}

/** Reads base64url in the one form that bytes have in it, or throws `bus/token-malformed`. */
export function decodeBase64url(text: string): Buffer {
  const bytes = Buffer.from(text, "base64url");
  // Node passes over letters that are none, and over bits that are left over.
  if (bytes.toString("base64url") !== text) throw malformed("is not in the one form that base64url has");
  return bytes;
}

function checkLength(text: string): void {
  if (typeof text !== "string" || text.length > TOKEN_LIMITS.maxChars)
    throw malformed(`is no text of at most ${TOKEN_LIMITS.maxChars} characters`);
}

function readMade(bytes: Buffer): TokenChain {
  const text = PREFIX + bytes.toString("base64url");
  if (text.length > TOKEN_LIMITS.maxChars)
    throw tokenError("bus/token-too-large", { limit: `${TOKEN_LIMITS.maxChars} characters` });
  return readChain(text, bytes);
}

function readChain(text: string, bytes: Buffer): TokenChain {
  const reader = createByteReader(bytes);
  const link = <Block extends TokenBlock>(block: Block): TokenLink<Block> => {
    // All that is before it: a block belongs to one chain, and to one place in it.
    const signed = blockInput(bytes.subarray(0, reader.at()));
    return { block, signed, signature: reader.take(SIGNATURE_BYTES) };
  };
  const root = link(readRootBlock(reader));
  const narrowings: TokenLink[] = [];
  while (!reader.isAtEnd()) {
    if (narrowings.length + 1 === TOKEN_LIMITS.maxBlocks)
      throw malformed(`has more than ${TOKEN_LIMITS.maxBlocks} blocks`);
    narrowings.push(link(readNarrowingBlock(reader)));
  }
  return { text, bytes, root, narrowings };
}

function blockInput(bytes: Uint8Array): Uint8Array {
  return Buffer.concat([BLOCK_DOMAIN, bytes]);
}

function malformed(problem: string): Error {
  return tokenError("bus/token-malformed", { problem });
}

import { Buffer } from "node:buffer";
import { checkName } from "../pattern/name-pattern.ts";
import type { ByteReader } from "./byte-reader.ts";
import { KEY_BYTES, publicKeyProblem } from "./ed25519.ts";
import { tokenError } from "./token-errors.ts";
import { TOKEN_LIMITS } from "./token-limits.ts";
import { parsePattern, type PatternField, type PatternList } from "./token-patterns.ts";

/** What every block says. A list that it leaves out is as the blocks before it have it. */
export interface TokenBlock {
  /** 16 random bytes, in hex: what is revoked. */
  readonly id: string;
  /** Who has its private key holds the token, and signed the next block, if there is one. */
  readonly holderKey: Uint8Array;
  readonly notBefore: number;
  readonly expiresAt: number;
  readonly audience?: string;
  readonly principals?: PatternList;
  readonly capabilities?: PatternList;
}

/** The issuer's block, which leaves out nothing. */
export interface RootBlock extends TokenBlock {
  /** The name of the bus. */
  readonly audience: string;
  readonly principals: PatternList;
  readonly capabilities: PatternList;
}

/** Length of a block's id. */
export const ID_BYTES = 16;

const TIME_BYTES = 6;
const TTL_BYTES = 4;
// The kind of a block is the sum of what it has.
const PRINCIPALS = 1;
const CAPABILITIES = 2;
const ROOT = 7;

/** Writes a block, without its signature. */
export function encodeBlock({
  id,
  holderKey,
  notBefore,
  expiresAt,
  audience,
  principals,
  capabilities,
}: TokenBlock): Buffer {
  const times = Buffer.alloc(TIME_BYTES + TTL_BYTES);
  times.writeUIntBE(notBefore, 0, TIME_BYTES);
  times.writeUIntBE(expiresAt - notBefore, TIME_BYTES, TTL_BYTES);
  const kind = audience !== undefined ? ROOT : (principals ? PRINCIPALS : 0) + (capabilities ? CAPABILITIES : 0);
  return Buffer.concat([
    Buffer.from(id, "hex"),
    holderKey,
    times,
    Buffer.of(kind),
    audience === undefined ? Buffer.alloc(0) : encodeText(audience),
    encodeList(principals),
    encodeList(capabilities),
  ]);
}

/** Reads the issuer's block, or throws `bus/token-malformed`. */
export function readRootBlock(reader: ByteReader): RootBlock {
  const head = readHead(reader);
  if (reader.takeNumber(1) !== ROOT) throw malformed("begins with a block of an unknown kind");
  const audience = orMalformed("has an audience that is no name", () => checkName(readText(reader), "audience"));
  return {
    ...head,
    audience,
    principals: readList(reader, "principals"),
    capabilities: readList(reader, "capabilities"),
  };
}

/** Reads a block of somebody who narrowed the token, or throws `bus/token-malformed`. */
export function readNarrowingBlock(reader: ByteReader): TokenBlock {
  const head = readHead(reader);
  const kind = reader.takeNumber(1);
  if (kind > PRINCIPALS + CAPABILITIES) throw malformed("has a block of an unknown kind");
  return {
    ...head,
    ...((kind & PRINCIPALS) !== 0 && { principals: readList(reader, "principals") }),
    ...((kind & CAPABILITIES) !== 0 && { capabilities: readList(reader, "capabilities") }),
  };
}

function readHead(reader: ByteReader): TokenBlock {
  const id = reader.take(ID_BYTES).toString("hex");
  const holderKey = reader.take(KEY_BYTES);
  const problem = publicKeyProblem(holderKey);
  if (problem !== undefined) throw malformed(`has a key that ${problem}`);
  const notBefore = reader.takeNumber(TIME_BYTES);
  const ttlMs = reader.takeNumber(TTL_BYTES);
  if (ttlMs < 1 || ttlMs > TOKEN_LIMITS.maxTtlMs) throw malformed("has a block that is valid for no time, or too long");
  return { id, holderKey, notBefore, expiresAt: notBefore + ttlMs };
}

function readList(reader: ByteReader, field: PatternField): PatternList {
  const count = reader.takeNumber(1);
  if (count < 1 || count > TOKEN_LIMITS.maxPatterns) throw malformed(`has a list of no or too many ${field}`);
  let last = "";
  return Array.from({ length: count }, () => {
    const text = readText(reader);
    // One order, so that there is one form of what the list says.
    if (text <= last) throw malformed(`has ${field} that are not in order`);
    last = text;
    return orMalformed(`has ${field} that are no patterns`, () => parsePattern(field, text));
  });
}

function readText(reader: ByteReader): string {
  return reader.take(reader.takeNumber(2)).toString("latin1");
}

function encodeList(patterns: PatternList | undefined): Buffer {
  if (patterns === undefined) return Buffer.alloc(0);
  return Buffer.concat([Buffer.of(patterns.length), ...patterns.map(({ text }) => encodeText(text))]);
}

function encodeText(text: string): Buffer {
  const bytes = Buffer.from(`__${text}`, "latin1");
  bytes.writeUInt16BE(text.length);
  return bytes;
}

function orMalformed<Value>(problem: string, read: () => Value): Value {
  try {
    return read();
  } catch (cause) {
    throw tokenError("bus/token-malformed", { problem }, { cause });
  }
}

function malformed(problem: string): Error {
  return tokenError("bus/token-malformed", { problem });
}

import type { JsonValue } from "@cordon/core";
import * as z from "zod";
import type { GrantRecord } from "../../capability/authority.ts";
import { busError } from "../../errors.ts";
import type { RevocableBlock } from "../../token/token-authority.ts";

/** A message for those who look on. */
export interface MessageBody {
  readonly envelope: unknown;
  readonly to?: string | undefined;
}

/** A command to answer. */
export interface RequestBody {
  readonly envelope: unknown;
  readonly to: string;
  readonly timeoutMs: number;
}

/** What a responder failed with, as far as another server may know. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly kind: string;
  readonly retryable: boolean;
}

/** Characters of a failure's message that another server is told. */
export const FAILURE_CHARS = 2000;

/** What a responder came to. */
export type AnswerBody = { readonly answer: JsonValue } | { readonly failure: Failure };

/** What a server says of its grants. */
export interface GrantsBody {
  /** When the server started, and how often it has spoken since: an old word does not count. */
  readonly epoch: number;
  readonly turn: number;
  readonly at: number;
  /** What it says may come in parts: this one, from 0, of so many. */
  readonly part: number;
  readonly parts: number;
  readonly grants: readonly GrantRecord[];
  /** Grants that were revoked, wherever they were made. */
  readonly ended: readonly string[];
  readonly revoked: readonly RevocableBlock[];
  readonly refusedThrough: number;
}

/** Parts that a server may speak in. */
export const MAX_PARTS = 256;

const MAX_ITEMS = 20_000;
const text = z.string().max(400);
const time = z.number();

const messageBody: z.ZodType<MessageBody> = z.strictObject({ envelope: z.unknown(), to: text.optional() });

const requestBody: z.ZodType<RequestBody> = z.strictObject({
  envelope: z.unknown(),
  to: text,
  timeoutMs: z
    .number()
    .min(1)
    .max(2 ** 31 - 1),
});

const failure = z.strictObject({
  code: z
    .string()
    .max(100)
    .regex(/^[a-z0-9-]+(?:\/[a-z0-9-]+)+$/),
  message: z.string().max(FAILURE_CHARS),
  kind: z.string().max(40),
  retryable: z.boolean(),
});

const answerBody: z.ZodType<AnswerBody> = z.union([
  z.strictObject({ failure }),
  // What it is made of is looked at where it is copied: it was JSON when it was read.
  z.strictObject({ answer: z.unknown().refine((answer) => answer !== undefined) }) as z.ZodType<{
    readonly answer: JsonValue;
  }>,
]);

const grantsBody: z.ZodType<GrantsBody> = z
  .strictObject({
    epoch: time,
    turn: z.int(),
    at: time,
    part: z
      .int()
      .min(0)
      .max(MAX_PARTS - 1),
    parts: z.int().min(1).max(MAX_PARTS),
    grants: z
      .array(
        z.strictObject({
          id: text,
          principal: text,
          capability: text,
          expiresAt: time.optional(),
          parentId: text.optional(),
        }),
      )
      .max(MAX_ITEMS)
      .transform((grants) => grants.map((grant) => ({ expiresAt: undefined, parentId: undefined, ...grant }))),
    ended: z.array(text).max(MAX_ITEMS),
    revoked: z
      .array(z.strictObject({ id: z.string().regex(/^[0-9a-f]{32}$/), expiresAt: time.nonnegative() }))
      .max(MAX_ITEMS),
    refusedThrough: time.nonnegative(),
  })
  .refine(({ part, parts }) => part < parts);

/** Reads what a message frame says. Throws `bus/bridge-refused`, as all of these do. */
export function readMessageBody(body: unknown): MessageBody {
  return read(messageBody, body);
}

/** Reads what a request frame says. */
export function readRequestBody(body: unknown): RequestBody {
  return read(requestBody, body);
}

/** Reads what an answer frame says. */
export function readAnswerBody(body: unknown): AnswerBody {
  return read(answerBody, body);
}

/** Reads what a frame of grants says. */
export function readGrantsBody(body: unknown): GrantsBody {
  return read(grantsBody, body);
}

function read<Body>(schema: z.ZodType<Body>, body: unknown): Body {
  const { success, data } = schema.safeParse(body);
  if (success) return data;
  throw busError("bus/bridge-refused", { problem: "it is not in the shape that servers of this version send" });
}

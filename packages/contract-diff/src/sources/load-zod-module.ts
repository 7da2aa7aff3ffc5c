import { extname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { JsonValue } from "@cordon/core";
import type { ContractDocument } from "../document.ts";
import { contractDiffError } from "../errors.ts";
import { type ChildEnd, runChild } from "./run-child.ts";
import type { ZodAnswer } from "./zod-main.ts";

/** Which schemas of which module are read, and from which side. */
export interface ZodModuleRequest {
  /** A module of JavaScript, or of TypeScript whose types can be stripped. */
  readonly path: string;
  /** One export; otherwise all that are schemas. */
  readonly export?: string;
  /** What is parsed, or what comes of it: a default makes a property optional in the one and required in the other. */
  readonly io: "input" | "output";
  /** Default 30,000. */
  readonly timeoutMs?: number;
}

/** A schema that a module exports. Its document has no lines: it was made, not written. */
export interface ZodExport {
  readonly name: string;
  readonly document: ContractDocument;
}

const MAX_BYTES = 64 * 1024 * 1024;
// Of the same kind as this file: TypeScript in the sources, JavaScript once built.
const ENTRY = fileURLToPath(new URL(`zod-main${extname(import.meta.url)}`, import.meta.url));
// The module reads files, its imports among them; it writes none and starts nothing. From version 25 on, Node denies it the network too.
const NODE_FLAGS = ["--permission", "--allow-fs-read=*", "--no-warnings"];
const KEPT_VARIABLES = ["PATH", "HOME", "TMPDIR", "SystemRoot"];

/**
 * Loads a module in a process of its own and turns the zod 4 schemas that it exports into JSON Schema. This RUNS the module's code and that
 * of all it imports, so it happens only to a module that somebody named by hand, never to one that was found. The process has no secrets
 * of the environment. A schema that JSON Schema cannot say is refused; a refinement, which is code, is left out, as zod itself does it.
 */
export async function loadZodModule(request: ZodModuleRequest, signal: AbortSignal): Promise<readonly ZodExport[]> {
  const { path, io, timeoutMs = 30_000 } = request;
  const args = [...NODE_FLAGS, ENTRY, resolve(path), io, ...(request.export === undefined ? [] : [request.export])];
  const call = { command: process.execPath, args, cwd: process.cwd(), env: environment(), answersOn: 3 } as const;
  const end = await runChild({ ...call, maxBytes: MAX_BYTES, timeoutMs }, signal);
  const answer = answerOf(end, path, timeoutMs);
  if (answer.kind === "failed") throw failure(answer, path);
  return answer.schemas.map(({ name, schema }) => ({
    name,
    document: {
      file: `${path}#${name}`,
      value: schema as JsonValue,
      linesOf: (pointers) => pointers.map(() => undefined),
    },
  }));
}

function environment(): Record<string, string> {
  const entries = KEPT_VARIABLES.map((name) => [name, process.env[name]] as const);
  return Object.fromEntries(entries.filter((entry): entry is readonly [string, string] => entry[1] !== undefined));
}

function answerOf(end: ChildEnd, path: string, timeoutMs: number): ZodAnswer {
  if (end.kind === "too-much")
    throw contractDiffError("contract-diff/too-large", {
      file: path,
      what: "its schemas have too many bytes",
      limit: MAX_BYTES,
    });
  if (end.kind === "ended" && end.answer.length > 0) {
    try {
      return JSON.parse(end.answer.toString()) as ZodAnswer;
    } catch {
      // It ended in the middle of its answer, which is told below.
    }
  }
  throw contractDiffError("contract-diff/unreadable", { file: path, problem: problemOf(end, timeoutMs) });
}

function problemOf(end: ChildEnd, timeoutMs: number): string {
  if (end.kind === "timed-out")
    return `the module did not load within ${timeoutMs} ms; one of schemas needs no server and no timer`;
  if (end.kind !== "ended") return "no process could be started to load the module";
  const said = end.errors === "" ? "" : `; it wrote: ${end.errors}`;
  return `the module ended the process that loaded it, with code ${end.code}${said}`;
}

function failure({ what, name, problem }: ZodAnswer & { readonly kind: "failed" }, path: string): Error {
  if (what === "module")
    return contractDiffError("contract-diff/unreadable", {
      file: path,
      problem: `the module does not load: ${problem}`,
    });
  if (what === "export")
    return contractDiffError("contract-diff/not-found", {
      what: `zod schema${name === "" ? "" : ` ${name}`} in ${path}`,
      hint: problem,
    });
  const message = `the export ${name} cannot be said in JSON Schema: ${problem}`;
  return contractDiffError("contract-diff/invalid-contract", { file: path, issues: [{ pointer: "", message }] });
}

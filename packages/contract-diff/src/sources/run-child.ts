import { spawn } from "node:child_process";
import { coreError } from "@cordon/core";

/** A program to run, without a shell. */
export interface ChildRequest {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** What it reads; without it, it reads nothing. */
  readonly input?: string;
  /** The descriptor that its answer comes on: its output, or a third one that its own logging does not reach. */
  readonly answersOn: 1 | 3;
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

/** How a program ended. `errors` is the end of what it wrote to its error output. */
export type ChildEnd =
  | { readonly kind: "ended"; readonly code: number | null; readonly answer: Buffer; readonly errors: string }
  | { readonly kind: "timed-out" }
  | { readonly kind: "too-much" }
  | { readonly kind: "not-started"; readonly cause: Error };

const MAX_ERROR_CHARS = 4096;

/** Runs a program to its end, and kills it on abort, on timeout, or when it says too much. Rejects only with `core/aborted`. */
export async function runChild(request: ChildRequest, signal: AbortSignal): Promise<ChildEnd> {
  if (signal.aborted) throw coreError("core/aborted", {});
  const { command, args, cwd, env, input, answersOn, maxBytes, timeoutMs } = request;
  const { promise, resolve } = Promise.withResolvers<ChildEnd | undefined>();
  const child = spawn(command, args, {
    cwd,
    env: { ...env },
    stdio: ["pipe", answersOn === 1 ? "pipe" : "ignore", "pipe", ...(answersOn === 3 ? (["pipe"] as const) : [])],
  });
  const chunks: Buffer[] = [];
  let size = 0;
  let errors = "";
  const kill = (end: ChildEnd | undefined): void => {
    resolve(end);
    child.kill("SIGKILL");
    // What the program started may hold the pipes open after it is gone.
    for (const stream of child.stdio) stream?.destroy();
  };
  const abort = (): void => kill(undefined);
  const timer = setTimeout(() => kill({ kind: "timed-out" }), timeoutMs);
  signal.addEventListener("abort", abort);
  child.on("error", (cause) => resolve({ kind: "not-started", cause }));
  child.on("close", (code) => resolve({ kind: "ended", code, answer: Buffer.concat(chunks), errors: errors.trim() }));
  child.stdio[answersOn]?.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size > maxBytes) kill({ kind: "too-much" });
    else chunks.push(chunk);
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-MAX_ERROR_CHARS);
  });
  // A program that ends before it has read its input is no failure of ours.
  child.stdin?.on("error", () => undefined);
  child.stdin?.end(input);
  try {
    const end = await promise;
    if (end === undefined) throw coreError("core/aborted", {});
    return end;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", abort);
  }
}

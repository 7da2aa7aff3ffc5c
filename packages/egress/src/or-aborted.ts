import { type AppError, coreError } from "@cordon/core";

/**
 * Waits for something, but only until `signal` aborts: then rejects with what `error` makes, by default
 * `core/aborted`. What was waited for goes on
 * unheard, so it must end by itself; its own rejection is not left unhandled.
 */
export async function orAborted<Result>(
  begun: Promise<Result>,
  signal: AbortSignal,
  error: () => AppError = () => coreError("core/aborted", {}),
): Promise<Result> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(error());
  signal.addEventListener("abort", onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    return await Promise.race([begun, aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

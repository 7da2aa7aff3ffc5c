/** What everything here goes around: one request, one result, and a signal that says when nobody waits any more. */
export type AsyncFunction<Request, Result> = (request: Request, signal: AbortSignal) => Promise<Result>;

/** Calls a function so that even one that throws at once rejects. */
export function begin<Request, Result>(
  inner: AsyncFunction<Request, Result>,
  request: Request,
  signal: AbortSignal,
): Promise<Result> {
  try {
    return inner(request, signal);
  } catch (error) {
    return Promise.reject(error);
  }
}

/** The same for a task without a request. */
export function beginTask<Result>(task: () => Promise<Result>): Promise<Result> {
  try {
    return task();
  } catch (error) {
    return Promise.reject(error);
  }
}

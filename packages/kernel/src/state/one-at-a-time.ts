/** Runs work in the order in which it came, each when the one before has settled. */
export type OneAtATime = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** Makes such a queue. Within a process it keeps writers of one record from conflicting with each other. */
export function createOneAtATime(): OneAtATime {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    // Whoever asked for the work hears of its failure; the next in the queue does not.
    last = result.catch(() => undefined);
    return result;
  };
}

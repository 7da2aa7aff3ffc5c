import { createManualClock, createSequentialIds, type ManualClock } from "../src/testing/index.ts";
import { createMemoryStorage, createProjectService, type ProjectService, type Storage } from "../src/index.ts";

/** The principal of most tests. */
export const ada = { id: "ada" };

/** A signal that never aborts. */
export const never: AbortSignal = new AbortController().signal;

/** A project service over memory, with time and ids that a test can foresee. */
export function setUp(wrap: (storage: Storage) => Storage = (storage) => storage): {
  readonly service: ProjectService;
  readonly storage: Storage;
  readonly clock: ManualClock;
} {
  const storage = wrap(createMemoryStorage());
  const clock = createManualClock();
  return { service: createProjectService({ storage, clock, ids: createSequentialIds() }), storage, clock };
}

import type { Storage } from "@cordon/core";

/**
 * A storage that counts as there when it is asked only whether it is: the kernel would not open without, and the server says by its readiness that
 * storage does not answer. Disposing is left to whoever opened it.
 */
export function patientStorage(storage: Storage): Storage {
  return {
    get: (request, signal) => storage.get(request, signal),
    list: (request, signal) => storage.list(request, signal),
    commit: (request, signal) => storage.commit(request, signal),
    check: async () => {},
    [Symbol.asyncDispose]: async () => {},
  };
}

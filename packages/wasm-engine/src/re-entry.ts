import type { HostFunction } from "./host-function.ts";

/**
 * Knows whether a host function that does not wait is running for a guest, whatever lane the guest runs in: such a function cannot call
 * its guest again.
 */
export class ReEntry {
  #depth = 0;

  get isInHost(): boolean {
    return this.#depth > 0;
  }

  /** The same host functions, noticed while they run. Those that wait give the thread back, and may call any guest. */
  notice(hostFunctions: readonly HostFunction[]): readonly HostFunction[] {
    return hostFunctions.map((each) => (each.waits ? each : { ...each, run: this.#noticed(each.run) }));
  }

  #noticed(run: HostFunction["run"]): HostFunction["run"] {
    return (values, call) => {
      this.#depth += 1;
      try {
        return run(values, call);
      } finally {
        this.#depth -= 1;
      }
    };
  }
}

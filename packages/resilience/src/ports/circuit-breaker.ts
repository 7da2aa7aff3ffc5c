/** Where one circuit stands: calls go through, none does, or a few do to see whether the rest may. */
export type CircuitState = "closed" | "open" | "half-open";

/**
 * Stops calling what keeps failing. There is one circuit per key, and keys know nothing of each other.
 *
 * - `run` calls `task` once, or not at all: where the circuit is open it rejects with `resilience/circuit-open`, and nothing was begun.
 * - What `task` resolves with or rejects with is what the caller gets, unchanged. A task that throws counts as one that rejects.
 * - A circuit opens when enough of the latest calls failed, half-opens after its time, and closes or opens by how the trials went.
 * - An outcome that tells nothing of the callee's health, as the options define it, counts neither way.
 * - The outcome of a call that began before its circuit last changed its state changes nothing.
 * - A key that was never used is closed.
 */
export interface CircuitBreaker {
  readonly run: <Result>(key: string, task: () => Promise<Result>) => Promise<Result>;
  readonly state: (key: string) => CircuitState;
}

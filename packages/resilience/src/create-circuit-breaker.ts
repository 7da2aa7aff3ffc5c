import { beginTask } from "./async-function.ts";
import { Circuit, type Epoch } from "./circuit.ts";
import {
  type CircuitBreakerOptions,
  type CircuitSnapshot,
  resolveCircuitBreakerOptions,
} from "./circuit-breaker-options.ts";
import type { CircuitBreaker } from "./ports/circuit-breaker.ts";

/** Circuits without timers, in bounded memory, that can be kept over a restart. */
export interface KeptCircuitBreaker extends CircuitBreaker {
  /** The circuits that are not closed: what `restored` takes. */
  readonly snapshot: () => readonly CircuitSnapshot[];
  /** Circuits remembered now: never more than `maxKeys`. */
  readonly size: number;
}

// How many circuits a new key looks at for one that can be forgotten, so that none pays for a whole table.
const LOOKS = 8;

/** Makes a circuit breaker. Its circuits are forgotten only for want of room: those first of which there is nothing to remember. */
export function createCircuitBreaker(options: CircuitBreakerOptions): KeptCircuitBreaker {
  const resolved = resolveCircuitBreakerOptions(options);
  const { clock, maxKeys, openMs, meaningOf } = resolved;
  const circuits = new Map<string, Circuit>();
  let hand = circuits.values();

  const makeRoom = (now: number): void => {
    // One hand goes round the table. An idle circuit costs nothing to forget, a closed one a few counts, an open one its rest.
    let closed: Circuit | undefined;
    let open: Circuit | undefined;
    for (let look = 0; look < LOOKS; look += 1) {
      const { value: circuit } = hand.next();
      if (circuit === undefined) {
        hand = circuits.values();
        continue;
      }
      if (circuit.isIdleAt(now)) {
        circuits.delete(circuit.key);
        return;
      }
      if (circuit.openUntil === undefined) closed ??= circuit;
      else if (open === undefined || circuit.openUntil < (open.openUntil ?? 0)) open = circuit;
    }
    const forgotten = closed ?? open;
    if (forgotten !== undefined) circuits.delete(forgotten.key);
  };
  const add = (key: string, now: number): Circuit => {
    if (circuits.size >= maxKeys) makeRoom(now);
    const circuit = new Circuit(key, resolved, now);
    circuits.set(key, circuit);
    return circuit;
  };
  const attempt = <Result>(circuit: Circuit, epoch: Epoch, task: () => Promise<Result>): Promise<Result> =>
    beginTask(task).then(
      (result) => {
        circuit.settle(epoch, false, clock.elapsed());
        return result;
      },
      (error: unknown) => {
        if (meaningOf(error) === "ignored") circuit.release(epoch);
        else circuit.settle(epoch, true, clock.elapsed());
        throw error;
      },
    );

  const started = clock.elapsed();
  for (const { key, reopensAt } of resolved.restored.slice(0, maxKeys)) {
    // A wall clock that was put back must not leave a circuit open for longer than it ever would have been.
    const restMs = Math.min(Math.max(reopensAt - clock.now(), 0), openMs);
    circuits.set(key, new Circuit(key, resolved, started, started + restMs));
  }

  return {
    run(key, task) {
      const now = clock.elapsed();
      const circuit = circuits.get(key) ?? add(key, now);
      const admitted = circuit.admit(now);
      return admitted.kind === "refused" ? admitted.rejection : attempt(circuit, admitted, task);
    },
    state: (key) => circuits.get(key)?.stateAt(clock.elapsed()) ?? "closed",
    snapshot() {
      const offset = clock.now() - clock.elapsed();
      const kept: CircuitSnapshot[] = [];
      for (const { key, openUntil } of circuits.values()) {
        if (openUntil !== undefined) kept.push({ key, reopensAt: openUntil + offset });
      }
      return kept;
    },
    get size() {
      return circuits.size;
    },
  };
}

// For users: twins of the ports that make a test repeatable.
export { createManualClock } from "./manual-clock.ts";
export type { ManualClock } from "./manual-clock.ts";
export { createSeededRandom } from "./seeded-random.ts";
export { createSequentialIds } from "./sequential-ids.ts";

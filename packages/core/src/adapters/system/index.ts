// For users: the parts of the host that core's services need, and nothing else touches.
export { createSystemClock } from "./system-clock.ts";
export { createSystemRandom } from "./system-random.ts";
export { createTimeOrderedIds } from "./time-ordered-ids.ts";

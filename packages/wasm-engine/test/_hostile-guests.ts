import { spinning } from "./hostile/_spinning.ts";
import { greedy } from "./hostile/_greedy.ts";
import { deep } from "./hostile/_deep.ts";
import { confusing } from "./hostile/_confusing.ts";
import { refused } from "./hostile/_refused.ts";
import { trapping } from "./hostile/_trapping.ts";
import { calling } from "./hostile/_calling.ts";
import type { HostileGuest } from "./hostile/_hostile-guest.ts";

/** All of them. */
export const HOSTILE_GUESTS: readonly HostileGuest[] = [
  ...spinning,
  ...greedy,
  ...deep,
  ...confusing,
  ...refused,
  ...trapping,
  ...calling,
];

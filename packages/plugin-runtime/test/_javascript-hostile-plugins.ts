import { GREEDY_PLUGINS } from "./_javascript-greedy-plugins.ts";
import { ODD_PLUGINS } from "./_javascript-odd-plugins.ts";

/** A plugin by the body of its `invoke`, and what a call comes to: `answers` and its output, `fails` and its error, or a code. */
export type HostilePlugin = readonly [name: string, body: string, outcome: string];

/** All of them. */
export const HOSTILE_PLUGINS: readonly HostilePlugin[] = [...GREEDY_PLUGINS, ...ODD_PLUGINS];

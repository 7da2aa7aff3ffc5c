import type { Clock } from "@cordon/core";
import type { PluginFiles } from "../folder/plugin-files.ts";
import type { Deniable } from "../harness/asked-grant.ts";
import { createPluginHarness, type HarnessPorts, type PluginHarness } from "../harness/create-plugin-harness.ts";

/** The plugin to hold to what a host expects, and what to run it with. */
export interface PluginSubject extends HarnessPorts {
  readonly files: PluginFiles;
}

const MIDNIGHT = Date.UTC(2000, 0, 1);

/** A harness in which it is always the same time of the day, so that a plugin that tells it gives the same answer twice. */
export async function stillHarness(subject: PluginSubject, deny: readonly Deniable[] = []): Promise<PluginHarness> {
  const { clock } = subject;
  const still: Clock = {
    now: () => MIDNIGHT,
    elapsed: () => clock.elapsed(),
    deadline: (timeoutMs, parent) => clock.deadline(timeoutMs, parent),
    sleep: (ms, signal) => clock.sleep(ms, signal),
  };
  return createPluginHarness({ ...subject, clock: still, deny });
}

import type { Stop } from "../stop.ts";
import type { CallState } from "./call-state.ts";

/** What running a call to its end came to. */
export interface RunReport {
  readonly stop: Stop;
  readonly fuelUsed: number;
  readonly peakMemoryBytes: number;
  readonly hostCalls: Readonly<Record<string, number>>;
}

/** A guest whose calls run to their end on this thread. */
export interface RunnableGuest {
  readonly run: (call: CallState) => RunReport;
}

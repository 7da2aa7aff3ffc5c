import type { Stop } from "../../src/index.ts";

/** A guest that means harm, and how it must end in every lane. */
export interface HostileGuest {
  readonly name: string;
  readonly module: () => Uint8Array;
  readonly stop: Stop["kind"];
  /** Of a trap. */
  readonly reason?: string;
  /** Part of what a refusal says. */
  readonly says?: string;
  readonly fuel?: number;
}

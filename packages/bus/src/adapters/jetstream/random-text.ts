import { Buffer } from "node:buffer";
import type { Random } from "@cordon/core";

const BYTES = 16;

/** A text that nobody can guess, good for a part of a subject. */
export function randomText(random: Random): string {
  return Buffer.from(random.bytes(BYTES)).toString("hex");
}

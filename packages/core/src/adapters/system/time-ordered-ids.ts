import type { Clock } from "../../ports/clock.ts";
import type { IdSource } from "../../ports/id-source.ts";
import type { Random } from "../../ports/random.ts";

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const TIME_DIGITS = 10;
const RANDOM_DIGITS = 16;

/**
 * Ids of 48 bits of time and 80 random bits, in the layout of a ULID. Within one millisecond, and while the clock stands
 * behind where it has been, the random part counts up instead of being drawn again, which keeps the order.
 */
export function createTimeOrderedIds({ clock, random }: { readonly clock: Clock; readonly random: Random }): IdSource {
  let time = -1;
  let prefix = "";
  let digits = new Uint8Array(RANDOM_DIGITS);
  return {
    next() {
      const now = clock.now();
      if (now > time) {
        time = now;
        prefix = timeDigits(time);
        digits = random.bytes(RANDOM_DIGITS).map((byte) => byte & 31);
      } else if (!increment(digits)) {
        time += 1;
        prefix = timeDigits(time);
      }
      return prefix + randomDigits(digits);
    },
  };
}

function timeDigits(time: number): string {
  let rest = time;
  let text = "";
  for (let at = 0; at < TIME_DIGITS; at += 1) {
    text = ALPHABET.charAt(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

function randomDigits(digits: Uint8Array): string {
  let text = "";
  for (const digit of digits) text += ALPHABET.charAt(digit);
  return text;
}

/** Counts up by one; answers false when it wrapped around to zero. */
function increment(digits: Uint8Array): boolean {
  for (let at = digits.length - 1; at >= 0; at -= 1) {
    const digit = digits[at] ?? 0;
    if (digit < 31) {
      digits[at] = digit + 1;
      return true;
    }
    digits[at] = 0;
  }
  return false;
}

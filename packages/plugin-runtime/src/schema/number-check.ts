import type { JsonObject } from "@cordon/core";
import { type Check, refuse, spend } from "./check-run.ts";

// What the exact way costs at its worst, for numbers that are 600 digits apart.
const EXACT_STEPS = 50;
const DECIMAL = /^-?(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/;

/** What the bounds of a schema say of a number. */
export function numberCheck(schema: JsonObject): Check | undefined {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema as Partial<
    Record<string, number>
  >;
  const bounds = [minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf];
  if (bounds.every((each) => each === undefined)) return undefined;
  return (value, run, place) => {
    if (typeof value !== "number") return true;
    let fits = true;
    if (minimum !== undefined && !(value >= minimum)) fits = refuse(run, place, `must be at least ${minimum}`);
    if (maximum !== undefined && !(value <= maximum)) fits = refuse(run, place, `must be at most ${maximum}`);
    if (exclusiveMinimum !== undefined && !(value > exclusiveMinimum))
      fits = refuse(run, place, `must be more than ${exclusiveMinimum}`);
    if (exclusiveMaximum !== undefined && !(value < exclusiveMaximum))
      fits = refuse(run, place, `must be less than ${exclusiveMaximum}`);
    if (multipleOf !== undefined) {
      spend(run, Number.isSafeInteger(value) && Number.isSafeInteger(multipleOf) ? 0 : EXACT_STEPS);
      if (!isMultiple(value, multipleOf)) fits = refuse(run, place, `must be a multiple of ${multipleOf}`);
    }
    return fits;
  };
}

/**
 * Whether `value` is `unit` times a whole number, as the decimals that both were written as: 0.3 is a multiple of 0.1, although
 * dividing the doubles says otherwise.
 */
export function isMultiple(value: number, unit: number): boolean {
  if (Number.isSafeInteger(value) && Number.isSafeInteger(unit)) return value % unit === 0;
  const one = decimalOf(value);
  const other = decimalOf(unit);
  if (one === undefined || other === undefined) return false;
  const exponent = Math.min(one.exponent, other.exponent);
  const scaled = ({ digits, exponent: own }: Decimal): bigint => digits * 10n ** BigInt(own - exponent);
  return scaled(one) % scaled(other) === 0n;
}

/** The shortest decimal that reads as this double, without its sign. */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

function decimalOf(value: number): Decimal | undefined {
  const [, whole = "", fraction = "", exponent = "0"] = DECIMAL.exec(String(value)) ?? [];
  // NaN and the infinities, which JSON does not have.
  if (whole === "") return undefined;
  return { digits: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length };
}

const PROBLEM = "must be a time of RFC 3339, such as 2026-01-31T12:00:00Z";
const NO_SUCH_TIME = "must be a time that exists";
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Says why a text is no timestamp of RFC 3339. Days, hours and offsets must exist. A second of 60 is accepted where UTC can have
 * one: at 23:59 on the last day of a month. `t` and `z` may be lower-case; a space instead of the T is refused.
 */
export function timeProblem(text: string): string | undefined {
  const { length } = text;
  if (length < 20) return PROBLEM;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 2);
  const day = digits(text, 8, 2);
  const hour = digits(text, 11, 2);
  const minute = digits(text, 14, 2);
  const second = digits(text, 17, 2);
  // One digit that is missing makes the whole negative.
  if ((year | month | day | hour | minute | second) < 0) return PROBLEM;
  if (text.charCodeAt(4) !== 0x2d || text.charCodeAt(7) !== 0x2d || (text.charCodeAt(10) | 0x20) !== 0x74)
    return PROBLEM;
  if (text.charCodeAt(13) !== 0x3a || text.charCodeAt(16) !== 0x3a) return PROBLEM;
  let at = 19;
  if (text.charCodeAt(at) === 0x2e) {
    at += 1;
    while (isDigit(text.charCodeAt(at))) at += 1;
    if (at === 20) return PROBLEM;
  }
  const offset = offsetMinutes(text, at);
  if (offset === undefined) return PROBLEM;
  if (month < 1 || month > 12 || day < 1 || day > daysOf(year, month) || hour > 23 || minute > 59) return NO_SUCH_TIME;
  if (second > 60 || Number.isNaN(offset)) return NO_SUCH_TIME;
  return second === 60 && !isLeapMinute({ year, month, day, minutes: hour * 60 + minute - offset })
    ? NO_SUCH_TIME
    : undefined;
}

/** Minutes before or after UTC; `undefined` for what is no offset, `NaN` for one that cannot be. */
function offsetMinutes(text: string, at: number): number | undefined {
  const sign = text.charCodeAt(at);
  if ((sign | 0x20) === 0x7a) return at + 1 === text.length ? 0 : undefined;
  if ((sign !== 0x2b && sign !== 0x2d) || at + 6 !== text.length || text.charCodeAt(at + 3) !== 0x3a) return undefined;
  const hours = digits(text, at + 1, 2);
  const minutes = digits(text, at + 4, 2);
  if ((hours | minutes) < 0) return undefined;
  if (hours > 23 || minutes > 59) return Number.NaN;
  return (sign === 0x2d ? -1 : 1) * (hours * 60 + minutes);
}

interface UtcMinute {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** Of the day, in UTC: below 0 it is the day before, from 1440 on the day after. */
  readonly minutes: number;
}

function isLeapMinute({ year, month, day, minutes }: UtcMinute): boolean {
  if (minutes === 1439) return day === daysOf(year, month);
  if (minutes === -1) return day === 1;
  return minutes === 2879 && day === daysOf(year, month) - 1;
}

function daysOf(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && isLeap ? 29 : (DAYS[month - 1] ?? 0);
}

function digits(text: string, from: number, count: number): number {
  let value = 0;
  for (let at = from; at < from + count; at += 1) {
    const unit = text.charCodeAt(at);
    if (!isDigit(unit)) return -1;
    value = value * 10 + unit - 0x30;
  }
  return value;
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}

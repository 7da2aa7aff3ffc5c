import type { Format, FormatDefinition } from "ajv";
import { fullFormats } from "ajv-formats/dist/formats.js";

/** Whether a text has the format. The validator of this package asks the same functions, and ignores the names that are not here. */
export const knownFormats: ReadonlyMap<string, (text: string) => boolean> = new Map(
  Object.entries(fullFormats).flatMap(([name, format]) => {
    const test = testOf(format);
    return test === undefined ? [] : [[name, test] as const];
  }),
);

/** What is known of a format beside its test. */
export interface FormatHints {
  /** Matches the texts of the format and no others. */
  readonly exact?: RegExp;
  /** Matches at least the texts of the format. */
  readonly within?: RegExp;
  /** Texts to try first, plain ones. */
  readonly samples: readonly string[];
}

/** Hints for a known format. */
export function formatHints(name: string): FormatHints {
  const format = Object.entries<unknown>(fullFormats).find(([key]) => key === name)?.[1];
  const samples = SAMPLES.get(name) ?? [];
  const exact = EXACT.get(name) ?? (format instanceof RegExp ? format : undefined);
  if (exact !== undefined) return { exact, samples };
  const within = WITHIN.get(name);
  return within === undefined ? { samples } : { within, samples };
}

function testOf(format: Format): ((text: string) => boolean) | undefined {
  if (format instanceof RegExp) return (text) => format.test(text);
  if (typeof format === "function") return (text) => format(text);
  // `true` holds for each text, and formats of numbers say nothing about texts.
  if (typeof format !== "object" || format.type === "number" || format.async === true) return undefined;
  const { validate } = format as FormatDefinition<string>;
  return typeof validate === "function" ? validate : undefined;
}

const DATE = [
  String.raw`\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2[0-8]))`,
  String.raw`(?:\d\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29`,
].join("|");
// Leap seconds hold at odd hours, which depend on the offset.
const TIME = String.raw`\d\d:\d\d:\d\d(?:\.\d+)?`;
const OFFSET = String.raw`(?:[Zz]|[+-]\d\d(?::?\d\d)?)`;

const EXACT: ReadonlyMap<string, RegExp> = new Map([["date", new RegExp(`^(?:${DATE})$`, "u")]]);

const WITHIN: ReadonlyMap<string, RegExp> = new Map([
  ["time", new RegExp(`^${TIME}${OFFSET}$`, "u")],
  ["date-time", new RegExp(`^(?:${DATE})[Tt\\s]${TIME}${OFFSET}$`, "u")],
  ["iso-time", new RegExp(`^${TIME}${OFFSET}?$`, "u")],
  ["iso-date-time", new RegExp(`^(?:${DATE})[Tt\\s]${TIME}${OFFSET}?$`, "u")],
  ["uri", /^[a-zA-Z][-a-zA-Z0-9+.]*:/u],
]);

const SAMPLES: ReadonlyMap<string, readonly string[]> = new Map([
  ["date", ["2024-01-31", "2024-02-29"]],
  ["time", ["12:00:00Z", "12:00:00.5+01:00", "23:59:60Z"]],
  ["date-time", ["2024-01-31T12:00:00Z", "2024-01-31T12:00:00.123+01:00", "2024-01-31t12:00:00z"]],
  ["iso-time", ["12:00:00", "12:00:00Z"]],
  ["iso-date-time", ["2024-01-31T12:00:00", "2024-01-31T12:00:00Z", "2024-01-31 12:00:00"]],
  ["duration", ["P1D", "PT1H", "P1Y2M3DT4H5M6S", "P1W"]],
  ["uri", ["https://example.com/a", "urn:a", "a:b", "mailto:a@example.com"]],
  ["uri-reference", ["/a", "https://example.com/a", "a", "?a=b", "#a"]],
  ["uri-template", ["/a/{b}", "https://example.com/{a}", "a"]],
  ["url", ["https://example.com/a", "http://example.com", "ftp://example.com"]],
  ["email", ["a@example.com", "a.b+c@example.com", "a@b.c"]],
  ["hostname", ["example.com", "a", "localhost", "a-b.example.com"]],
  ["ipv4", ["192.0.2.1", "127.0.0.1", "0.0.0.0"]],
  ["ipv6", ["2001:db8::1", "::1", "::", "::ffff:192.0.2.1"]],
  ["regex", ["^a+$", "a", "[a-z]*"]],
  ["uuid", ["123e4567-e89b-12d3-a456-426614174000", "urn:uuid:123e4567-e89b-12d3-a456-426614174000"]],
  ["json-pointer", ["/a", "", "/a/0"]],
  ["json-pointer-uri-fragment", ["#/a", "#"]],
  ["relative-json-pointer", ["0", "1/a", "0#"]],
  ["byte", ["YWJj", "", "YQ==", "YWI="]],
]);

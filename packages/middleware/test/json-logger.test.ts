import type { LogFields, Logger } from "@cordon/core";
import { createManualClock } from "@cordon/core/testing";
import { expect, test, vi } from "vitest";
import { createJsonLogger, type JsonLoggerOptions } from "../src/index.ts";

function setUp(options: Partial<JsonLoggerOptions> = {}): { readonly logger: Logger; readonly lines: string[] } {
  const lines: string[] = [];
  const write = (line: string): void => void lines.push(line);
  return { logger: createJsonLogger({ write, clock: createManualClock(), ...options }), lines };
}

function record(fields?: LogFields, options?: Partial<JsonLoggerOptions>): Record<string, unknown> {
  const { logger, lines } = setUp(options);
  logger.log("error", "m", fields);
  return JSON.parse(lines.join("")) as Record<string, unknown>;
}

test("a record is one line: time, level, message, then the fields", () => {
  const { logger, lines } = setUp();
  logger.log("info", "listening", { port: 8787 });
  expect(lines).toEqual(['{"time":"2026-01-01T00:00:00.000Z","level":"info","message":"listening","port":8787}\n']);
});

test.each([
  ["debug", 4],
  ["info", 3],
  ["warn", 2],
  ["error", 1],
] as const)("with minLevel %s, %d of four levels are written", (minLevel, count) => {
  const { logger, lines } = setUp({ minLevel });
  for (const level of ["debug", "info", "warn", "error"] as const) logger.log(level, "m");
  expect(lines).toHaveLength(count);
});

test("a record below the level is not even looked at", () => {
  const getter = vi.fn<() => string>();
  setUp().logger.log("debug", "m", Object.defineProperty({}, "a", { get: getter, enumerable: true }));
  expect(getter).not.toHaveBeenCalled();
});

test("a level that does not exist is dropped", () => {
  const { logger, lines } = setUp({ minLevel: "debug" });
  logger.log("fatal" as "error", "m");
  expect(lines).toEqual([]);
});

test("a field cannot pass for the logger's own", () => {
  const { logger, lines } = setUp();
  logger.log("info", "m", { level: "error", time: 1, message: "forged", dropped: 3 });
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    level: "info",
    message: "m",
    "field.level": "error",
    "field.dropped": 3,
  });
});

test("nothing in a record can end its line, move a terminal's cursor or turn the text around", () => {
  const hostile = "a\nb\r\u0000\u001b[2J\u007f\u0085\u009b1m\u2028\u2029\u202ec\u2066\ufeff";
  const { logger, lines } = setUp();
  logger.log("info", hostile, { [hostile]: hostile });
  expect(lines[0]).toMatch(/^[\u0020-\u007e]+\n$/);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ message: hostile, [hostile]: hostile });
});

test("half a surrogate pair is escaped", () => {
  expect(record({ a: "\ud800" })).toMatchObject({ a: "\ud800" });
});

test.each([
  ["debug", true],
  ["info", false],
  ["warn", false],
  ["error", true],
] as const)("at %s, stacks are written: %s", (level, stacks) => {
  const { logger, lines } = setUp({ minLevel: "debug" });
  logger.log(level, "m", { error: new Error("boom") });
  expect(lines.join("").includes("json-logger.test.ts")).toBe(stacks);
});

test("names given by the user are redacted too, however they are spelt", () => {
  expect(record({ Tax_ID: "1", deep: { "tax-id": 2 } }, { redactKeys: ["taxId"] })).toMatchObject({
    Tax_ID: "[redacted]",
    deep: { "tax-id": "[redacted]" },
  });
});

test("after records were lost, the next line says how many", () => {
  const lines: string[] = [];
  let broken = true;
  const { logger } = setUp({
    write: (line) => {
      if (broken) throw new Error("ENOSPC");
      lines.push(line);
    },
  });
  logger.log("info", "lost");
  logger.log("info", "lost");
  broken = false;
  logger.log("info", "kept");
  logger.log("info", "kept");
  expect(lines.map((line) => (JSON.parse(line) as { dropped?: number }).dropped)).toEqual([2, undefined]);
});

test("a write that rejects later harms nobody", async () => {
  const unhandled = vi.fn<() => void>();
  process.once("unhandledRejection", unhandled);
  // As a writer that is an async function would, which the type of write lets through.
  const rejection = new Error("EPIPE");
  const write = (): unknown => Promise.reject(rejection);
  const { logger } = setUp({ write });
  logger.log("info", "lost");
  await new Promise((resolve) => setImmediate(resolve));
  process.off("unhandledRejection", unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});

test("a writer or a getter that logs does not call itself for ever", () => {
  const lines: string[] = [];
  const logger: Logger = createJsonLogger({
    clock: createManualClock(),
    write(line) {
      lines.push(line);
      logger.log("info", "from write");
    },
  });
  const fields = {
    get a(): string {
      logger.log("info", "from a getter");
      return "a";
    },
  };
  logger.log("info", "m", fields);
  logger.log("info", "again", fields);
  expect(lines).toHaveLength(2);
});

test("a clock that gives no time loses the record and nothing else", () => {
  const { logger, lines } = setUp({ clock: { ...createManualClock(), now: () => Number.NaN } });
  expect(() => logger.log("info", "m")).not.toThrow();
  expect(lines).toEqual([]);
});

test("options that make no sense are refused at once", () => {
  const clock = createManualClock();
  expect(() => createJsonLogger({ write: () => undefined, clock, minLevel: "all" as "info" })).toThrow(RangeError);
  expect(() => createJsonLogger({ write: undefined as never, clock })).toThrow(TypeError);
});

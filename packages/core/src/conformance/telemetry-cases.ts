import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import type { Span, SpanStart, Telemetry } from "../ports/telemetry.ts";
import type { ConformanceCase } from "./conformance.ts";
import { hostileValues } from "./hostile-values.ts";

/** A span that has ended, as the fixture found it where the telemetry keeps its records. */
export interface SeenSpan {
  readonly name: string;
  readonly traceparent: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly failed: boolean;
}

/** A telemetry, and what it kept, for those with the ability "observes": spans ended, sums of counters, samples. */
export interface TelemetryFixture {
  readonly telemetry: Telemetry;
  readonly spans?: () => Promise<readonly SeenSpan[]>;
  readonly counted?: (name: string) => Promise<number>;
  /** How many samples there are under this name, and their sum. */
  readonly recorded?: (name: string) => Promise<readonly [count: number, sum: number]>;
}

const VALID = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

const MALFORMED = [
  "",
  "junk",
  VALID.toUpperCase(),
  ` ${VALID}`,
  `${VALID}-more`,
  VALID.replace("00-", "ff-"),
  VALID.replace("4bf92f3577b34da6a3ce929d0e0e4736", "0".repeat(32)),
  VALID.replace("00f067aa0ba902b7", "0".repeat(16)),
  VALID.slice(0, -1),
  VALID.repeat(10_000),
];

/** The contract of `Telemetry`, case by case. */
export const telemetryCases: readonly ConformanceCase<TelemetryFixture>[] = [
  {
    name: "a span without a traceparent begins a new trace each time",
    needs: [],
    async run(make) {
      const { telemetry } = await make();
      const ids = new Set(Array.from({ length: 100 }, () => traceId(telemetry.start({ name: "a" }))));
      equal(ids.size, 100);
    },
  },
  {
    name: "a span continues the trace of a valid traceparent, sampled or not, of this version or a later one",
    needs: [],
    async run(make) {
      const { telemetry } = await make();
      for (const traceparent of [VALID, VALID.replace(/1$/, "0"), `${VALID.replace("00-", "cc-")}-what-comes-later`]) {
        equal(traceId(telemetry.start({ name: "a", traceparent })), VALID.slice(3, 35));
      }
    },
  },
  {
    name: "a malformed traceparent begins a new trace",
    needs: [],
    async run(make) {
      const { telemetry } = await make();
      for (const traceparent of MALFORMED) {
        notEqual(traceId(telemetry.start({ name: "a", traceparent })).toLowerCase(), VALID.slice(3, 35));
      }
    },
  },
  {
    name: "a span's own traceparent continues its trace",
    needs: [],
    async run(make) {
      const { telemetry } = await make();
      const outer = telemetry.start({ name: "outer" });
      equal(traceId(telemetry.start({ name: "inner", traceparent: outer.traceparent })), traceId(outer));
    },
  },
  {
    name: "a span is kept with its name, attributes and failure when it ends",
    needs: ["observes"],
    async run(make) {
      const { telemetry, spans } = await make();
      const good = telemetry.start({ name: "good", attributes: { a: 1 } });
      const bad = telemetry.start({ name: "bad", traceparent: VALID });
      good.set({ b: "two", c: true });
      bad.fail(new Error("boom"));
      bad.end();
      good.end();
      const seen = await observe(spans)();
      deepEqual(
        seen.map(({ name, traceparent, failed }) => ({ name, traceparent, failed })),
        [
          { name: "bad", traceparent: bad.traceparent, failed: true },
          { name: "good", traceparent: good.traceparent, failed: false },
        ],
      );
      const { a, b, c } = seen[1]?.attributes ?? {};
      deepEqual({ a, b, c }, { a: 1, b: "two", c: true });
    },
  },
  {
    name: "a failure keeps no message, since messages may hold anything",
    needs: ["observes"],
    async run(make) {
      const { telemetry, spans } = await make();
      const span = telemetry.start({ name: "a" });
      span.fail(new Error("password is hunter2"));
      span.end();
      ok(!JSON.stringify(await observe(spans)()).includes("hunter2"));
    },
  },
  {
    name: "ending a span twice, or touching it after its end, does nothing",
    needs: ["observes"],
    async run(make) {
      const { telemetry, spans } = await make();
      const span = telemetry.start({ name: "a" });
      span.end();
      const before = await observe(spans)();
      span.set({ late: 1 });
      span.fail(new Error("late"));
      span.end();
      deepEqual(await observe(spans)(), before);
      equal(before.length, 1);
    },
  },
  {
    name: "counts add up, and samples are kept",
    needs: ["observes"],
    async run(make) {
      const { telemetry, counted, recorded } = await make();
      telemetry.count("jobs.done", 1, { kind: "a" });
      telemetry.count("jobs.done", 2, { kind: "b" });
      telemetry.record("jobs.wait_ms", 5);
      telemetry.record("jobs.wait_ms", 7.5);
      equal(await observe(counted)("jobs.done"), 3);
      deepEqual(await observe(recorded)("jobs.wait_ms"), [2, 12.5]);
    },
  },
  {
    name: "names that are not made of a-z, dot and underscore, and values that are no finite number, are left out",
    needs: ["observes"],
    async run(make) {
      const { telemetry, counted, recorded } = await make();
      for (const name of ["", "Jobs", "jobs-done", "jobs done", "jöbs", "jobs\n"]) {
        telemetry.count(name, 1);
        equal(await observe(counted)(name), 0);
      }
      for (const value of [Number.NaN, Infinity, -1]) telemetry.count("jobs", value);
      for (const value of [Number.NaN, -Infinity]) telemetry.record("wait", value);
      equal(await observe(counted)("jobs"), 0);
      deepEqual(await observe(recorded)("wait"), [0, 0]);
    },
  },
  {
    name: "no method throws or returns something to wait for, whatever it is given",
    needs: [],
    async run(make) {
      const { telemetry } = await make();
      for (const hostile of hostileValues()) {
        for (const start of [hostile, { name: hostile, attributes: hostile, traceparent: hostile }]) {
          const span = telemetry.start(start as SpanStart);
          match(span.traceparent, TRACEPARENT);
          equal(span.set(hostile as never), undefined);
          equal(span.set({ hostile } as never), undefined);
          equal(span.fail(hostile), undefined);
          equal(span.end(), undefined);
        }
        equal(telemetry.count("a", hostile as never, hostile as never), undefined);
        equal(telemetry.record(hostile as never, 1, { hostile } as never), undefined);
      }
    },
  },
];

function traceId({ traceparent }: Span): string {
  match(traceparent, TRACEPARENT);
  return traceparent.slice(3, 35);
}

function observe<Ability>(ability: Ability | undefined): Ability {
  if (ability === undefined)
    throw new TypeError('The ability "observes" is claimed, and the fixture does not offer it.');
  return ability;
}

import { coreError, parseTraceparent } from "@cordon/core";
import { createSeededRandom } from "@cordon/core/testing";
import { createNoopMeter, type Meter, type Span, trace, type Tracer } from "@opentelemetry/api";
import { AlwaysOffSampler, InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { expect, test } from "vitest";
import { createOpenTelemetryTelemetry } from "../src/adapters/opentelemetry/index.ts";

const random = createSeededRandom(1);
const meter = createNoopMeter();
const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

test("with an SDK, a span is the child of the caller's and has an id of its own", () => {
  const exporter = new InMemorySpanExporter();
  const tracer = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }).getTracer("test");
  const span = createOpenTelemetryTelemetry({ tracer, meter, random }).start({ name: "a", traceparent });
  span.end();
  const [seen] = exporter.getFinishedSpans();
  expect(seen?.parentSpanContext).toMatchObject({ spanId: "00f067aa0ba902b7", isRemote: true });
  expect(seen?.spanContext().spanId).not.toBe("00f067aa0ba902b7");
  expect(parseTraceparent(span.traceparent)).toMatchObject({ spanId: seen?.spanContext().spanId, sampled: true });
});

test("without an SDK, the caller's traceparent is handed on as it came", () => {
  const telemetry = createOpenTelemetryTelemetry({ tracer: trace.getTracer("test"), meter, random });
  expect(telemetry.start({ name: "a", traceparent }).traceparent).toBe(traceparent);
});

test("without an SDK and a caller, there is a new trace that nobody sampled", () => {
  const telemetry = createOpenTelemetryTelemetry({ tracer: trace.getTracer("test"), meter, random });
  expect(parseTraceparent(telemetry.start({ name: "a" }).traceparent)).toMatchObject({ sampled: false });
});

test("a sampler's no is handed on", () => {
  const tracer = new TracerProvider({ sampler: new AlwaysOffSampler() }).getTracer("test");
  const span = createOpenTelemetryTelemetry({ tracer, meter, random }).start({ name: "a", traceparent });
  expect(parseTraceparent(span.traceparent)).toMatchObject({ traceId: traceparent.slice(3, 35), sampled: false });
});

test("a failed span says the error's code and not its message", () => {
  const exporter = new InMemorySpanExporter();
  const tracer = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }).getTracer("test");
  const span = createOpenTelemetryTelemetry({ tracer, meter, random }).start({ name: "a" });
  span.fail(coreError("storage/unavailable", { reason: "password=x" }));
  span.end();
  expect(exporter.getFinishedSpans()[0]).toMatchObject({
    status: { code: 2 },
    attributes: { "error.type": "storage/unavailable" },
    events: [],
  });
});

function trap(): never {
  throw new Error("broken SDK");
}

test("an SDK that throws everywhere harms nobody", () => {
  const brokenSpan = new Proxy({} as Span, { get: () => trap });
  for (const tracer of [
    { startSpan: trap, startActiveSpan: trap },
    { startSpan: () => brokenSpan, startActiveSpan: trap },
  ]) {
    const broken = { createCounter: trap, createHistogram: trap } as unknown as Meter;
    const telemetry = createOpenTelemetryTelemetry({ tracer: tracer as Tracer, meter: broken, random });
    const span = telemetry.start({ name: "a", traceparent });
    span.set({ a: 1 });
    span.fail(new Error("x"));
    span.end();
    telemetry.count("a", 1);
    telemetry.record("a", 1);
    expect(span.traceparent).toBe(traceparent);
  }
});

test("an instrument is made once, and names made of data do not make them without end", () => {
  let made = 0;
  const counting = {
    ...createNoopMeter(),
    createCounter: () => ({ add: () => undefined, made: (made += 1) }),
  } as unknown as Meter;
  const telemetry = createOpenTelemetryTelemetry({ tracer: trace.getTracer("test"), meter: counting, random });
  for (let at = 0; at < 10; at += 1) telemetry.count("same", 1);
  expect(made).toBe(1);
  const letters = "abcdefghijklmnopqrstuvwxyz".split("");
  for (const a of letters) for (const b of letters) for (const c of letters) telemetry.count(`${a}${b}${c}`, 1);
  expect(made).toBe(1000);
});

test("nothing of an ended span reaches the SDK", () => {
  const calls: (string | symbol)[] = [];
  const call = (name: string | symbol) => () => calls.push(name);
  const seen = new Proxy({} as Span, { get: (_target, name) => call(name) });
  const tracer = { startSpan: () => seen, startActiveSpan: () => undefined } as unknown as Tracer;
  const span = createOpenTelemetryTelemetry({ tracer, meter, random }).start({ name: "a" });
  span.end();
  span.set({ a: 1 });
  span.fail(new Error("x"));
  span.end();
  expect(calls).toEqual(["spanContext", "end"]);
});

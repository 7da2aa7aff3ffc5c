import type { TelemetryFixture } from "@cordon/core/conformance";
import { createSeededRandom } from "@cordon/core/testing";
import { SpanStatusCode } from "@opentelemetry/api";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
  type Histogram,
} from "@opentelemetry/sdk-metrics";
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { createOpenTelemetryTelemetry } from "../src/adapters/opentelemetry/index.ts";

/** The adapter over a real SDK with exporters in memory, seen through the suite's eyes. */
export function observedOpenTelemetry(): TelemetryFixture {
  const exporter = new InMemorySpanExporter();
  const tracers = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  const metrics = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  // It exports when flushed; the interval is only there because it must be.
  const reader = new PeriodicExportingMetricReader({ exporter: metrics, exportIntervalMillis: 3_600_000 });
  const meters = new MeterProvider({ readers: [reader] });
  const points = async (name: string): Promise<readonly unknown[]> => {
    metrics.reset();
    await reader.forceFlush();
    const found = metrics.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
    return found
      .filter(({ descriptor }) => descriptor.name === name)
      .flatMap((metric) => metric.dataPoints.map((each) => each.value));
  };
  return {
    telemetry: createOpenTelemetryTelemetry({
      tracer: tracers.getTracer("test"),
      meter: meters.getMeter("test"),
      random: createSeededRandom(1),
    }),
    async spans() {
      await tracers.forceFlush();
      return exporter.getFinishedSpans().map((span) => {
        const { traceId, spanId, traceFlags } = span.spanContext();
        return {
          name: span.name,
          traceparent: `00-${traceId}-${spanId}-0${traceFlags}`,
          attributes: span.attributes,
          failed: span.status.code === SpanStatusCode.ERROR,
        };
      });
    },
    counted: async (name) => (await points(name)).reduce<number>((sum, value) => sum + (value as number), 0),
    async recorded(name) {
      const histograms = (await points(name)) as readonly Histogram[];
      return [sumOf(histograms.map(({ count }) => count)), sumOf(histograms.map(({ sum }) => sum ?? 0))];
    },
  };
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

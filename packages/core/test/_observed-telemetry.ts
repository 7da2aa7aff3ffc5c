import type { TelemetryFixture } from "../src/conformance/index.ts";
import { createMemoryTelemetry } from "../src/index.ts";
import { createSeededRandom } from "../src/testing/index.ts";

/** A memory telemetry, seen through the suite's eyes. */
export function observedMemoryTelemetry(): TelemetryFixture {
  const telemetry = createMemoryTelemetry({ random: createSeededRandom(1) });
  const values = (kind: string, name: string): readonly number[] =>
    telemetry.measurements.filter((each) => each.kind === kind && each.name === name).map(({ value }) => value);
  return {
    telemetry,
    spans: async () => telemetry.spans.map((span) => ({ ...span, failed: span.failed !== undefined })),
    counted: async (name) => sum(values("count", name)),
    recorded: async (name) => [values("record", name).length, sum(values("record", name))],
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

import type { Attributes, Telemetry } from "@cordon/core";

/** Does something within a span of its own, which fails when it does. */
export async function withSpan<Result>(
  telemetry: Telemetry,
  name: string,
  attributes: Attributes,
  act: () => Promise<Result>,
): Promise<Result> {
  const span = telemetry.start({ name, attributes });
  try {
    return await act();
  } catch (error) {
    span.fail(error);
    throw error;
  } finally {
    span.end();
  }
}

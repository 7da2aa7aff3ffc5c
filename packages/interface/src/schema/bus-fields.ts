import * as z from "zod";

const NAME = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/;
const CAPABILITY = /^(?:\*|[A-Za-z0-9_-][A-Za-z0-9_.-]*)(?::(?:\*|[A-Za-z0-9_-][A-Za-z0-9_.-]*))*$/;
const TOPIC = /^(?!dead(?:\.|$))[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/;

// The rules are those of the packages that carry messages, so that a field at fault is named here.

/** The name of a principal, a module, a method, a kind of event or an entry of the configuration. */
export const busNameField: z.ZodType<string> = patternField(128, NAME, {
  error: "must be parts of letters, digits, _ and - with dots between them",
});

/** A capability, or a pattern of them. */
export const capabilityField: z.ZodType<string> = patternField(300, CAPABILITY, {
  error: "must be parts of letters, digits, _ . and - with : between them, such as browser:navigate or llm:*",
});

/** A topic of events. */
export const topicField: z.ZodType<string> = patternField(200, TOPIC, {
  error: "must be parts of letters, digits, _ and - with dots between them, and not begin with dead",
});

/** How long to wait. */
export const timeoutField: z.ZodType<number> = z.int().min(1).max(300_000);

function patternField(max: number, pattern: RegExp, message: { readonly error: string }): z.ZodType<string> {
  return z
    .string()
    .max(max, { abort: true })
    .refine((text) => pattern.test(text), message)
    .meta({ pattern: pattern.source });
}

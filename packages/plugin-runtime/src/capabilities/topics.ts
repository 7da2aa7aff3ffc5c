/** Tells whether a topic is one of those that the patterns stand for: itself, or anything below `prefix.*`. */
export function coversTopic(patterns: readonly string[], topic: string): boolean {
  return patterns.some((pattern) =>
    pattern.endsWith(".*")
      ? topic.startsWith(pattern.slice(0, -1)) && topic.length >= pattern.length
      : topic === pattern,
  );
}

const TOPIC = /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/;

/** Whether a text is a topic that events can be published to: names joined by dots, 200 characters at most. */
export function isTopic(topic: unknown): topic is string {
  return typeof topic === "string" && topic.length <= 200 && TOPIC.test(topic);
}

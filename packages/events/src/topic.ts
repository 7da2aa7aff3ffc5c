const TOPIC = /^[\w-]+(?:\.[\w-]+)*$/;
const PATTERN = /^(?:[\w-]+|\*)(?:\.(?:[\w-]+|\*))*(?:\.>)?$/;
const LONGEST = 200;

/** The first token of the topics of dead letters. */
export const DEAD = "dead";

/** Says why a text is no topic to publish to. */
export function topicProblem(topic: unknown): string | undefined {
  if (typeof topic !== "string" || topic.length > LONGEST || !TOPIC.test(topic))
    return `must be tokens of A-Z, a-z, 0-9, _ and - with dots between them, ${LONGEST} characters at most`;
  return isDead(topic) ? "must not begin with dead, which is for dead letters" : undefined;
}

/** Says why a text is no topic to subscribe to. */
export function patternProblem(topic: unknown): string | undefined {
  if (typeof topic === "string" && topic.length <= LONGEST && (topic === ">" || PATTERN.test(topic))) return undefined;
  return `must be a topic, in which * may stand for a token and > at the end for the rest, ${LONGEST} characters at most`;
}

/** Whether a topic or pattern is one of dead letters. */
export function isDead(topic: string): boolean {
  return topic === DEAD || topic.startsWith(`${DEAD}.`);
}

/** Makes the test of whether a topic is in a pattern. Wildcards at the begin do not stand for `dead`. */
export function topicMatcher(pattern: string): (topic: string) => boolean {
  const wanted = pattern.split(".");
  const rest = wanted.at(-1) === ">";
  const fixed = rest ? wanted.slice(0, -1) : wanted;
  const wantsDead = isDead(pattern);
  if (!rest && !wanted.includes("*")) return (topic) => topic === pattern;
  return (topic) => {
    const tokens = topic.split(".");
    if (!wantsDead && tokens[0] === DEAD) return false;
    if (rest ? tokens.length <= fixed.length : tokens.length !== fixed.length) return false;
    return fixed.every((token, at) => token === "*" || token === tokens[at]);
  };
}

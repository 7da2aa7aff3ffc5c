/** What the broker says of a message in the subject that its acknowledgement goes to. */
export interface AckSubject {
  readonly sequence: number;
  readonly attempt: number;
}

/**
 * Reads the subject of an acknowledgement, `undefined` for any other.
 *
 * ```text
 * $JS.ACK.<stream>.<consumer>.<deliveries>.<sequence>.<consumer sequence>.<time>.<pending>
 * $JS.ACK.<domain>.<account>.<stream>.<consumer>.<deliveries>.<sequence>. ... and maybe more
 * ```
 */
export function parseAckSubject(subject: string): AckSubject | undefined {
  if (!subject.startsWith("$JS.ACK.")) return undefined;
  const tokens = subject.split(".");
  const first = tokens.length === 9 ? 4 : 6;
  const attempt = Number(tokens[first]);
  const sequence = Number(tokens[first + 1]);
  return Number.isSafeInteger(sequence) && Number.isSafeInteger(attempt) ? { sequence, attempt } : undefined;
}

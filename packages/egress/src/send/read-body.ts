import type { EventDraft } from "../egress-event.ts";
import { egressError } from "../errors.ts";
import { refuseFound } from "../secrets/refuse-found.ts";
import type { GrantParts } from "./grant-parts.ts";
import type { Stop } from "./stop.ts";

/** Reads a body to its end, or up to the first byte too many or the first secret. None of it is handed on before its end. */
export async function readBody(
  { limits, scanner }: Pick<GrantParts, "limits" | "scanner">,
  body: AsyncIterable<Uint8Array>,
  stop: Stop,
  draft: EventDraft,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  const stream = scanner.scanStream();
  // By hand and not by for await, which would wait for a slow body longer than the request lasts.
  const iterator = body[Symbol.asyncIterator]();
  for (;;) {
    const { done, value } = await stop.wait(() => iterator.next());
    if (done === true) break;
    draft.responseBytes += value.length;
    if (draft.responseBytes > limits.maxResponseBytes)
      throw egressError("egress/too-large", { what: "answer's body", maxBytes: limits.maxResponseBytes });
    chunks.push(value);
    refuseFound(stream.push(value), "body of the answer");
  }
  refuseFound(stream.end(), "body of the answer");
  return joined(chunks, draft.responseBytes);
}

// Not by Buffer.concat, whose small results lie in memory that the process shares with all else.
function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

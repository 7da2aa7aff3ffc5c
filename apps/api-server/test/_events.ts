import type { JsonObject } from "@cordon/core";
import { onTestFinished } from "vitest";
import { type Answer, type Api, TOKEN } from "./_api.ts";

/** One block of a stream of server-sent events; a comment or a hint has no `event`. */
export interface Block {
  readonly text: string;
  readonly id?: string;
  readonly event?: string;
  readonly data?: JsonObject;
}

/** A stream that is open. */
export interface TestStream {
  readonly response: Response;
  /** The next block that is an event or a gap. Throws when the stream ends. */
  readonly next: () => Promise<Block>;
  /** The next block whatever it is; `undefined` at the end. */
  readonly nextBlock: () => Promise<Block | undefined>;
  /** The ids of the next so many events. */
  readonly ids: (count: number) => Promise<readonly string[]>;
  readonly close: () => void;
}

/** Opens `GET /v1/events` as a client would, and reads it block by block. */
export async function openStream(
  url: string,
  query = "",
  { token = TOKEN, ...headers }: Readonly<Record<string, string>> = {},
): Promise<TestStream> {
  const stopped = new AbortController();
  onTestFinished(() => stopped.abort());
  const response = await fetch(`${url}/v1/events${query}`, {
    headers: { authorization: `Bearer ${token}`, ...headers },
    signal: stopped.signal,
  });
  const blocks = blocksOf(response);
  const nextBlock = async (): Promise<Block | undefined> => (await blocks.next()).value;
  const next = async (): Promise<Block> => {
    for (;;) {
      const block = await nextBlock();
      if (block === undefined) throw new Error("The stream ended.");
      if (block.event !== undefined) return block;
    }
  };
  return {
    response,
    next,
    nextBlock,
    async ids(count) {
      const ids: string[] = [];
      while (ids.length < count) ids.push(((await next()).data?.["id"] ?? "") as string);
      return ids;
    },
    close: () => stopped.abort(),
  };
}

/** Publishes an event over HTTP. */
export function publish({ call }: Pick<Api, "call">, id: string, topic = "orders.created", rest = {}): Promise<Answer> {
  const event = { specversion: "1.0", id, source: "/tests", type: "com.example.test", data: { id }, ...rest };
  return call({ path: "/v1/events", body: { topic, event } });
}

/** Publishes events with the ids `from` to `to`, one after the other. */
export async function publishAll(api: Pick<Api, "call">, from: number, to: number, topic?: string): Promise<void> {
  for (let id = from; id <= to; id += 1) {
    const { status, body } = await publish(api, String(id), topic);
    if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`);
  }
}

/** Reads so many events as a client that loses its connection after every few, and comes back to the next of the servers. */
export async function readInPieces(
  urls: readonly string[],
  topic: string,
  count: number,
  piece: number,
): Promise<readonly string[]> {
  const ids: string[] = [];
  let last = "0";
  for (let turn = 0; ids.length < count; turn += 1) {
    const stream = await openStream(urls[turn % urls.length] ?? "", `?topic=${topic}`, { "last-event-id": last });
    for (let at = 0; at < piece && ids.length < count; at += 1) {
      const { id = "", event, data } = await stream.next();
      last = id === "" ? last : id;
      ids.push(event === "cordon.gap" ? "gap" : (data?.["id"] as string));
    }
    stream.close();
  }
  return ids;
}

async function* blocksOf({ body }: Response): AsyncGenerator<Block, undefined> {
  if (body === null) return undefined;
  const decoder = new TextDecoder();
  let waiting = "";
  for await (const chunk of body) {
    waiting += decoder.decode(chunk, { stream: true });
    for (let end = waiting.indexOf("\n\n"); end >= 0; end = waiting.indexOf("\n\n")) {
      yield blockOf(waiting.slice(0, end));
      waiting = waiting.slice(end + 2);
    }
  }
  return undefined;
}

function blockOf(text: string): Block {
  const fields = new Map(
    text.split("\n").map((line) => {
      const colon = line.indexOf(": ");
      return [line.slice(0, colon), line.slice(colon + 2)] as const;
    }),
  );
  const [id, event, data] = [fields.get("id"), fields.get("event"), fields.get("data")];
  return {
    text,
    ...(id === undefined ? {} : { id }),
    ...(event === undefined ? {} : { event }),
    ...(data === undefined ? {} : { data: JSON.parse(data) as JsonObject }),
  };
}

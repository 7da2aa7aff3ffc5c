import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { AppError, type ErrorKind } from "@cordon/core";
import type { ConformanceCase } from "@cordon/core/conformance";
import type { RequestHandler, TransportRequest } from "../ports/request-handler.ts";
import { echo, gate, never, requestOf, responseOf, transportCase, type TransportFixture } from "./transport-fixture.ts";

const EVERY_BYTE = Uint8Array.from({ length: 256 }, (_, at) => at);
const LIMIT = 100_000;

const ODD_PARAMS = {
  plain: "a",
  empty: "",
  unicode: "ünï 名前 🚀",
  reserved: "a/b?c=d&e#f%2F+ ;",
  __proto: "x",
};

const KINDS: readonly ErrorKind[] = [
  "malformed",
  "invalid",
  "unauthenticated",
  "forbidden",
  "not-found",
  "not-allowed",
  "not-acceptable",
  "conflict",
  "too-large",
  "unsupported",
  "rate-limited",
  "timeout",
  "unavailable",
  "dependency",
  "internal",
];

/** What a transport promises of what it carries. */
export const transportCarryCases: readonly ConformanceCase<TransportFixture>[] = [
  transportCase(
    "payloads arrive byte for byte, both ways",
    () => echo,
    async ({ client }) => {
      for (const bytes of [EVERY_BYTE, new Uint8Array(0), new Uint8Array(LIMIT).fill(0xff)]) {
        const { outcome, payload } = await client.send(requestOf(bytes), never);
        equal(outcome, "ok");
        ok(Buffer.from(bytes).equals(payload.bytes), `${bytes.length} bytes`);
      }
    },
  ),
  transportCase(
    "a content type arrives with its payload, both ways",
    () => echoEverything(),
    async ({ client }) => {
      const payload = { contentType: "application/vnd.cordon.v2+json; charset=utf-8", bytes: EVERY_BYTE };
      const response = await client.send(requestOf(EVERY_BYTE, { payload }), never);
      equal(response.payload.contentType, payload.contentType);
    },
  ),
  transportCase(
    "operation, params and metadata arrive as they were sent",
    () => reporter(),
    async ({ client }) => {
      const metadata = { authorization: "Bearer x y", "x-custom": 'a, b;c="d"' };
      const request = requestOf(EVERY_BYTE, { operation: "things.do-it_2", params: ODD_PARAMS, metadata });
      const { payload } = await client.send(request, never);
      const seen = JSON.parse(Buffer.from(payload.bytes).toString()) as TransportRequest;
      deepEqual(
        { operation: seen.operation, params: seen.params },
        { operation: "things.do-it_2", params: ODD_PARAMS },
      );
      for (const [name, value] of Object.entries(metadata)) equal(seen.metadata[name], value);
    },
  ),
  transportCase(
    "metadata of the answer arrives",
    () => answering({ "x-custom": "a, b", etag: '"1"' }),
    async ({ client }) => {
      const { metadata } = await client.send(requestOf(EVERY_BYTE), never);
      deepEqual([metadata["x-custom"], metadata["etag"]], ["a, b", '"1"']);
    },
  ),
  transportCase(
    "every outcome arrives, with its payload",
    () => outcomes(),
    async ({ client }) => {
      for (const outcome of ["ok", "created", ...KINDS]) {
        const response = await client.send(requestOf(EVERY_BYTE, { params: { outcome } }), never);
        equal(response.outcome, outcome);
        ok(Buffer.from(EVERY_BYTE).equals(response.payload.bytes), outcome);
      }
      const empty = await client.send(requestOf(EVERY_BYTE, { params: { outcome: "empty" } }), never);
      deepEqual([empty.outcome, empty.payload.bytes.length], ["empty", 0]);
    },
  ),
  transportCase(
    "a payload over the limit is too large, and the handler is not called",
    () => failing(),
    async ({ client }) => {
      const { outcome } = await client.send(requestOf(new Uint8Array(LIMIT + 1)), never);
      equal(outcome, "too-large");
    },
  ),
  transportCase(
    "200 requests at once each get their own answer",
    () => echo,
    async ({ client }) => {
      const numbers = Array.from({ length: 200 }, (_, at) => at);
      const answers = await Promise.all(numbers.map((at) => client.send(requestOf(Buffer.from(String(at))), never)));
      deepEqual(
        answers.map(({ payload }) => Number(Buffer.from(payload.bytes).toString())),
        numbers,
      );
    },
  ),
  transportCase(
    "a slow request does not hold up a later one",
    () => slowFirst(),
    async ({ client }) => {
      const order: string[] = [];
      const send = async (name: string): Promise<void> => {
        await client.send(requestOf(Buffer.from(name)), never);
        order.push(name);
      };
      const slow = send("slow");
      await send("open");
      await slow;
      deepEqual(order.toSorted(), ["open", "slow"]);
    },
  ),
  transportCase(
    "a handler that throws is answered with a bare outcome",
    () => failing(),
    async ({ client }) => {
      const kind = await client.send(requestOf(EVERY_BYTE, { params: { throw: "app" } }), never);
      deepEqual([kind.outcome, kind.payload.bytes.length], ["conflict", 0]);
      const other = await client.send(requestOf(EVERY_BYTE), never);
      deepEqual([other.outcome, other.payload.bytes.length], ["internal", 0]);
    },
  ),
  {
    name: "nothing at the address is unreachable",
    needs: [],
    async run(make) {
      const { transport, nowhere } = await make();
      await using client = transport.connect(nowhere);
      await rejects(client.send(requestOf(EVERY_BYTE), never), { code: "transport/unreachable" });
    },
  },
];

function echoEverything(): RequestHandler {
  return { handle: async ({ payload }) => ({ outcome: "ok", metadata: {}, payload }) };
}

function reporter(): RequestHandler {
  return {
    handle: async ({ operation, params, metadata }) =>
      responseOf(Buffer.from(JSON.stringify({ operation, params, metadata }))),
  };
}

function answering(metadata: Readonly<Record<string, string>>): RequestHandler {
  return { handle: async () => responseOf(EVERY_BYTE, { metadata }) };
}

function outcomes(): RequestHandler {
  return { handle: async ({ params }) => responseOf(EVERY_BYTE, { outcome: (params["outcome"] ?? "ok") as "ok" }) };
}

function failing(): RequestHandler {
  return {
    async handle({ params }) {
      if (params["throw"] === undefined) throw new Error("a handler's own trouble");
      throw new AppError({ code: "test/conflict", kind: "conflict", retryable: false, message: "", details: {} });
    },
  };
}

/** Lets the request "slow" wait until the request "open" has come. */
function slowFirst(): RequestHandler {
  const later = gate();
  return {
    async handle({ payload }) {
      if (Buffer.from(payload.bytes).toString() === "slow") await later.opened;
      else later.open();
      return responseOf(payload.bytes);
    },
  };
}

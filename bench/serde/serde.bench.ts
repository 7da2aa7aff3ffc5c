import { Buffer } from "node:buffer";
import { createCborSerializer } from "@cordon/serde-strategy/cbor";
import { createJsonSerializer } from "@cordon/serde-strategy/json";
import { createMsgpackSerializer } from "@cordon/serde-strategy/msgpack";
import type { Serializer } from "@cordon/serde-strategy";
import { Encoder } from "cbor-x";
import { Packr } from "msgpackr";
import { type BenchResult, interleave } from "../interleave.ts";
import { DOCUMENTS } from "./documents.ts";

interface Raw {
  readonly encode: (value: unknown) => Uint8Array;
  readonly decode: (bytes: Buffer) => unknown;
}

const packr = new Packr({ useRecords: false });
const cbor = new Encoder({ useRecords: false });

// What one writes without Cordon: the library as it is, no limits, no checks.
const PAIRS: readonly (readonly [name: string, ours: Serializer, raw: Raw])[] = [
  [
    "JSON",
    createJsonSerializer(),
    {
      encode: (value) => Buffer.from(JSON.stringify(value)),
      decode: (bytes) => JSON.parse(bytes.toString()) as unknown,
    },
  ],
  [
    "MessagePack",
    createMsgpackSerializer(),
    { encode: (value) => packr.pack(value), decode: (bytes) => packr.unpack(bytes) as unknown },
  ],
  [
    "CBOR",
    createCborSerializer(),
    { encode: (value) => cbor.encode(value), decode: (bytes) => cbor.decode(bytes) as unknown },
  ],
];

/** Each serializer with its limits on against its raw library, both ways, on three documents. */
export async function run(): Promise<readonly BenchResult[]> {
  const results: BenchResult[] = [];
  for (const [format, ours, raw] of PAIRS) {
    for (const [name, value] of Object.entries(DOCUMENTS)) {
      const bytes = Buffer.from(raw.encode(value));
      const iterationsPerRound = Math.ceil(2_000_000 / bytes.length);
      const contests = {
        encode: { ours: () => ours.encode(value), peer: () => raw.encode(value) },
        decode: { ours: () => ours.decode(bytes), peer: () => raw.decode(bytes) },
      };
      for (const [way, contest] of Object.entries(contests)) {
        const timing = await interleave({ ...contest, rounds: 31, iterationsPerRound });
        const target = "at most 1.10 of the raw library's time";
        results.push({ name: `${format} ${way}, ${name}`, ...timing, target, met: timing.ratioMedian <= 1.1 });
      }
    }
  }
  return results;
}

import { ByteSink } from "../src/binary/byte-sink.ts";

/** A function: its type by index, groups of locals, and its instructions without the last `end`. */
export interface FunctionBytes {
  readonly type: number;
  readonly locals?: readonly (readonly [count: number, type: number])[];
  readonly code: Uint8Array | readonly number[];
}

const I32 = 0x7f;
const I64 = 0x7e;

/** The types that `moduleBytes` declares, by name. */
export const TYPE = { alloc: 0, operation: 1, nothing: 2 } as const;

/**
 * A guest made of bytes, for what no text can say or what is too large to write: `alloc` is function 0, `go` is function 1, the others
 * follow.
 */
export function moduleBytes(go: FunctionBytes, others: readonly FunctionBytes[] = []): Uint8Array {
  const functions = [{ type: TYPE.alloc, code: [0x41, 0x80, 0x08] }, go, ...others];
  const sink = new ByteSink();
  sink.raw(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
  section(sink, 1, 3, () => sink.raw(0x60, 1, I32, 1, I32, 0x60, 2, I32, I32, 1, I64, 0x60, 0, 0));
  section(sink, 3, functions.length, () => {
    for (const { type } of functions) sink.u32(type);
  });
  section(sink, 5, 1, () => sink.raw(0, 1));
  section(sink, 7, 3, () => {
    for (const [name, kind, index] of [
      ["memory", 2, 0],
      ["alloc", 0, 0],
      ["go", 0, 1],
    ] as const) {
      sink.name(name);
      sink.raw(kind, index);
    }
  });
  section(sink, 10, functions.length, () => {
    for (const { locals = [], code } of functions) {
      sink.sized(() => {
        sink.u32(locals.length);
        for (const [count, type] of locals) {
          sink.u32(count);
          sink.byte(type);
        }
        const bytes = Uint8Array.from(code);
        sink.copy(bytes, 0, bytes.length);
        sink.byte(0x0b);
      });
    }
  });
  return sink.written.slice();
}

/** The same instructions many times. */
export function repeated(times: number, ...instructions: readonly number[]): readonly number[] {
  return Array.from({ length: times }, () => instructions).flat();
}

function section(sink: ByteSink, id: number, count: number, write: () => void): void {
  sink.byte(id);
  sink.sized(() => {
    sink.u32(count);
    write();
  });
}

import type { WasmFeature } from "./features.ts";

/** Instructions that the scan treats by name. */
export const OP = {
  unreachable: 0x00,
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  try: 0x06,
  catch: 0x07,
  throw: 0x08,
  rethrow: 0x09,
  throwRef: 0x0a,
  end: 0x0b,
  br: 0x0c,
  brIf: 0x0d,
  brTable: 0x0e,
  return: 0x0f,
  call: 0x10,
  callIndirect: 0x11,
  returnCall: 0x12,
  returnCallIndirect: 0x13,
  delegate: 0x18,
  catchAll: 0x19,
  selectTyped: 0x1c,
  tryTable: 0x1f,
  tableSet: 0x26,
  memoryGrow: 0x40,
  numericPrefix: 0xfc,
  simdPrefix: 0xfd,
} as const;

/** What follows an opcode in the bytes. */
export const FOLLOWS = {
  nothing: 0,
  index: 1,
  twoIndexes: 2,
  memoryAccess: 3,
  number: 4,
  fourBytes: 5,
  eightBytes: 6,
  blockType: 7,
  memoryIndex: 8,
  heapType: 9,
  /** Control, calls and prefixes: the scan knows what follows them. */
  special: 10,
  refused: 11,
} as const;

/** What follows each one-byte opcode. */
export const FOLLOWING: Uint8Array = new Uint8Array(256).fill(FOLLOWS.refused);

/** Why a one-byte opcode is refused, where there is more to say than that it is not known. */
export const REFUSED_OPCODES: ReadonlyMap<number, WasmFeature> = new Map([
  [0x14, "function-references"],
  [0x15, "function-references"],
  [0xd3, "gc"],
  [0xd4, "function-references"],
  [0xd5, "function-references"],
  [0xd6, "function-references"],
  [0xe0, "stack-switching"],
  [0xe1, "stack-switching"],
  [0xe2, "stack-switching"],
  [0xe3, "stack-switching"],
  [0xe4, "stack-switching"],
  [0xe5, "stack-switching"],
  [0xfb, "gc"],
  [0xfe, "threads"],
]);

function follow(what: number, first: number, last: number = first): void {
  FOLLOWING.fill(what, first, last + 1);
}

follow(FOLLOWS.special, 0x00);
follow(FOLLOWS.nothing, 0x01);
follow(FOLLOWS.special, 0x02, 0x13);
follow(FOLLOWS.special, 0x18, 0x19);
follow(FOLLOWS.nothing, 0x1a, 0x1b);
follow(FOLLOWS.special, 0x1c);
follow(FOLLOWS.special, 0x1f);
follow(FOLLOWS.index, 0x20, 0x26);
follow(FOLLOWS.memoryAccess, 0x28, 0x3e);
follow(FOLLOWS.memoryIndex, 0x3f, 0x40);
follow(FOLLOWS.number, 0x41, 0x42);
follow(FOLLOWS.fourBytes, 0x43);
follow(FOLLOWS.eightBytes, 0x44);
follow(FOLLOWS.nothing, 0x45, 0xc4);
follow(FOLLOWS.heapType, 0xd0);
follow(FOLLOWS.nothing, 0xd1);
follow(FOLLOWS.index, 0xd2);
follow(FOLLOWS.special, OP.numericPrefix, OP.simdPrefix);

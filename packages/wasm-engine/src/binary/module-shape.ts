/** One section of a module: where its content lies in the bytes. */
export interface Section {
  readonly start: number;
  readonly end: number;
}

export const SECTION = {
  custom: 0,
  type: 1,
  import: 2,
  function: 3,
  table: 4,
  memory: 5,
  global: 6,
  export: 7,
  start: 8,
  element: 9,
  code: 10,
  data: 11,
  dataCount: 12,
  tag: 13,
} as const;

/** What an import or export is. */
export type ExternalKind = "function" | "table" | "memory" | "global" | "tag";

/** The kinds in the order of their numbers. */
export const EXTERNAL_KINDS: readonly ExternalKind[] = ["function", "table", "memory", "global", "tag"];

export type NumberType = "i32" | "i64" | "f32" | "f64";

/** The type of a global that the module defines. */
export interface GlobalShape {
  readonly type: NumberType | "v128" | "reference";
  readonly mutable: boolean;
}

export interface ExportShape {
  readonly name: string;
  readonly kind: ExternalKind;
  readonly index: number;
}

/** How much there is in all element segments. */
export interface ElementCount {
  readonly segments: number;
  readonly entries: number;
}

export interface FunctionType {
  readonly params: readonly number[];
  readonly results: readonly number[];
}

export interface ImportShape {
  readonly module: string;
  readonly name: string;
  readonly kind: ExternalKind;
  /** Of a function. */
  readonly type: number | undefined;
}

/** What a module is made of, apart from the bodies of its functions. */
export interface ModuleShape {
  readonly bytes: Uint8Array;
  readonly sections: ReadonlyMap<number, Section>;
  /** The `name` section, the one custom section that is kept: traps are told with the names in it. */
  readonly names: Section | undefined;
  readonly types: readonly FunctionType[];
  readonly imports: readonly ImportShape[];
  /** The type of every function, imported ones first. */
  readonly functionTypes: readonly number[];
  readonly imported: Readonly<Record<ExternalKind, number>>;
  readonly tables: number;
  readonly elements: ElementCount;
  /** The smallest size in pages of the memory that the module defines. */
  readonly memoryPages: number | undefined;
  /** The globals that the module defines. */
  readonly globals: readonly GlobalShape[];
  readonly exports: readonly ExportShape[];
  readonly startFunction: number | undefined;
  /** One for each function that nothing but a direct call can reach. */
  readonly isPrivate: Uint8Array;
}

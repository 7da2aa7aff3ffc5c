import type { ExternalKind } from "../binary/module-shape.ts";

/** A module that charges for what it does, and what the engine has to know of it. */
export interface RewrittenModule {
  readonly bytes: Uint8Array;
  readonly summary: ModuleSummary;
}

/** The parameters and results of a function, by the names of their types. */
export interface Signature {
  readonly params: readonly string[];
  readonly results: readonly string[];
}

export interface ImportSummary {
  readonly module: string;
  readonly name: string;
  readonly kind: ExternalKind;
  /** Of a function. */
  readonly signature?: Signature;
}

/** What the engine has to know of a rewritten module. Plain data, so that it can be stored with it. */
export interface ModuleSummary {
  readonly imports: readonly ImportSummary[];
  /** The functions that the module exports. */
  readonly functions: Readonly<Record<string, Signature>>;
  /** False where an instance cannot be put back to an earlier state, so that each call needs a new one. */
  readonly isRestorable: boolean;
  /** The globals that a guest can change, by the names under which they are exported for the engine. */
  readonly mutableGlobals: readonly string[];
  /** The name under which the memory is exported. */
  readonly memory: string | undefined;
  readonly startFunction: string | undefined;
  /** How many functions the module has, without those that it imports. */
  readonly ownFunctions: number;
  /** Whether there are functions that cannot be called to have them compiled, so that a call may have to wait for that. */
  readonly hasColdCode: boolean;
}

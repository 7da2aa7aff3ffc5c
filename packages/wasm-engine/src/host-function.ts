/** What a guest passes to a host function or gets back. Text and bytes lie in its memory, as a pointer and a length. */
export type HostParameter = "i32" | "i64" | "f32" | "f64" | "text" | "bytes";
export type HostResult = HostParameter | "none";

/** A value as the host sees it: text is checked UTF-8, bytes are a copy, i64 is a bigint. */
export type HostValue = number | bigint | string | Uint8Array;

/** The call on whose behalf a host function runs. */
export interface HostCall {
  /** What the caller passed with `GuestCall.context`. */
  readonly context: unknown;
  /** Aborts at the call's deadline, and when its caller gives up. */
  readonly signal: AbortSignal;
  /** What is left of the call's deadline. */
  readonly remainingMs: number;
  /** Does something that must not happen once the call was stopped. Throws `wasm/fenced` instead if it was. */
  commit<Result>(effect: () => Result): Result;
}

/**
 * A function of the host that a guest may import. It is all that a guest can reach; without any, it can only compute.
 *
 * A guest that gets text or bytes as a result is told their length and fetches them with `cordon.take(pointer, capacity)`.
 */
export interface HostFunction {
  readonly module: string;
  readonly name: string;
  readonly params: readonly HostParameter[];
  readonly result: HostResult;
  /** How often one call of the guest may call it. */
  readonly maxCalls: number;
  /** Whether `run` returns a promise, for which the guest waits. */
  readonly waits: boolean;
  readonly run: (
    values: readonly HostValue[],
    call: HostCall,
  ) => HostValue | undefined | Promise<HostValue | undefined>;
}

/** The name by which reports and stops speak of it. */
export function nameOf({ module, name }: Pick<HostFunction, "module" | "name">): string {
  return `${module}.${name}`;
}

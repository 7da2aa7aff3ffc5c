import { wasmError } from "../errors.ts";
import { type HostFunction, type HostResult, type HostValue, nameOf } from "../host-function.ts";
import type { ImportSummary, Signature } from "../metering/rewritten-module.ts";
import { wasm, type WasmImports } from "../wasm-platform.ts";
import type { CallState } from "./call-state.ts";
import { hostTrap } from "./host-trap.ts";
import type { HostSide } from "./host-side.ts";

const TEXT = new TextDecoder("utf-8", { fatal: true });
const UTF8 = new TextEncoder();

/** The function by which a guest fetches the text or bytes that a host function answered with. */
const TAKE: { readonly module: string; readonly name: string; readonly signature: Signature } = {
  module: "cordon",
  name: "take",
  signature: { params: ["i32", "i32"], results: ["i32"] },
};

/** Throws `wasm/import-not-granted` for the first import that is not there, or is not of the type it is wanted to be. */
export function checkImports(imports: readonly ImportSummary[], granted: readonly HostFunction[]): void {
  for (const { module, name, kind, signature } of imports) {
    const refuse = (reason: string): Error => wasmError("wasm/import-not-granted", { module, name, reason });
    if (kind !== "function" || signature === undefined) throw refuse(`a ${kind}, and only functions can be granted`);
    const expected = isTake(module, name) ? TAKE.signature : signatureOf(find(granted, module, name));
    if (expected === undefined) throw refuse("not granted");
    if (!isSame(expected, signature)) throw refuse(`of another type than the granted one: ${describe(expected)}`);
  }
}

/** What an instance is linked with. Nothing but the module's own imports is in it. */
export function linkImports(
  imports: readonly ImportSummary[],
  granted: readonly HostFunction[],
  instance: HostSide,
): WasmImports {
  const linked: Record<string, Record<string, unknown>> = Object.create(null) as typeof linked;
  for (const { module, name } of imports) {
    const group = (linked[module] ??= Object.create(null) as Record<string, unknown>);
    const found = find(granted, module, name);
    if (isTake(module, name)) group[name] = (pointer: number, capacity: number) => take(instance, pointer, capacity);
    else if (found !== undefined)
      group[name] = found.waits ? waitingImport(found, instance) : directImport(found, instance);
  }
  return linked;
}

function directImport(
  called: HostFunction,
  instance: HostSide,
): (...raw: (number | bigint)[]) => number | bigint | undefined {
  return (...raw) => {
    const call = instance.enterHost(called);
    const values = readValues(called, raw, instance);
    const value = guarded(called, instance, call, () => atOnce(called, called.run(values, call)));
    return writeResult(called, value, instance, call);
  };
}

function waitingImport(called: HostFunction, instance: HostSide): object {
  const run = async (...raw: (number | bigint)[]): Promise<number | bigint | undefined> => {
    const call = instance.enterHost(called);
    const values = readValues(called, raw, instance);
    const value = await unlessStopped(called, instance, call, values);
    return writeResult(called, value, instance, call);
  };
  if (wasm.Suspending === undefined)
    throw new TypeError(`${nameOf(called)} waits, and this platform cannot suspend a guest.`);
  return new wasm.Suspending(run);
}

// A host function that goes on after the stop is not waited for, and its answer is dropped.
async function unlessStopped(
  called: HostFunction,
  instance: HostSide,
  call: CallState,
  values: readonly HostValue[],
): Promise<HostValue | undefined> {
  const { signal } = call;
  const stopped = Promise.withResolvers<never>();
  const onAbort = (): void => stopped.reject(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    const answer = Promise.resolve(called.run(values, call));
    return await Promise.race([answer, stopped.promise]);
  } catch (cause) {
    throw instance.stopCall(call.stop ?? hostTrap("host-function", called, cause));
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

// A promise that nobody waits for would end the process if it were rejected.
function atOnce(called: HostFunction, value: ReturnType<HostFunction["run"]>): HostValue | undefined {
  if (!(value instanceof Promise)) return value;
  value.catch(() => {});
  throw new TypeError(`${nameOf(called)} answered with a promise, and is not declared to wait.`);
}

function guarded<Value>(called: HostFunction, instance: HostSide, call: CallState, run: () => Value): Value {
  try {
    return run();
  } catch (cause) {
    throw instance.stopCall(call.stop ?? hostTrap("host-function", called, cause));
  }
}

function readValues(called: HostFunction, raw: readonly (number | bigint)[], instance: HostSide): HostValue[] {
  let at = 0;
  return called.params.map((param) => {
    const value = raw[at++] as number | bigint;
    if (param !== "text" && param !== "bytes") return value;
    const length = (raw[at++] as number) >>> 0;
    const pointer = value as number;
    const { maxHostBytes } = instance.limits;
    if (length > maxHostBytes || !instance.memory.holds(pointer, length))
      throw instance.stopCall(hostTrap("host-argument", called));
    // Reading text takes time that the guest pays for: one fuel for a byte.
    instance.charge(length);
    const bytes = instance.memory.read(pointer, length);
    if (param === "bytes") return bytes;
    try {
      return TEXT.decode(bytes);
    } catch {
      throw instance.stopCall(hostTrap("host-argument", called));
    }
  });
}

function writeResult(
  called: HostFunction,
  value: HostValue | undefined,
  instance: HostSide,
  call: CallState,
): number | bigint | undefined {
  if (call.stop !== undefined) throw instance.stopCall(call.stop);
  if (called.result === "none") return undefined;
  const bytes = typeof value === "string" ? UTF8.encode(value) : value;
  if (!isOfType(called.result, bytes)) {
    const cause = new TypeError(`${nameOf(called)} answered with a ${typeof value} in place of ${called.result}.`);
    throw instance.stopCall(hostTrap("host-function", called, cause));
  }
  if (!(bytes instanceof Uint8Array)) return bytes;
  if (bytes.length > instance.limits.maxHostBytes) {
    const cause = new RangeError(`${nameOf(called)} answered with ${bytes.length} bytes.`);
    throw instance.stopCall(hostTrap("host-function", called, cause));
  }
  instance.charge(bytes.length);
  instance.pending = bytes;
  return bytes.length;
}

// What the platform cannot convert would become an exception that the guest can catch.
function isOfType(result: HostResult, value: unknown): value is number | bigint | Uint8Array {
  if (result === "text" || result === "bytes") return value instanceof Uint8Array;
  return typeof value === (result === "i64" ? "bigint" : "number");
}

function take(instance: HostSide, pointer: number, capacity: number): number {
  instance.checkTake();
  const { pending } = instance;
  instance.pending = undefined;
  const length = Math.min(pending?.length ?? 0, capacity >>> 0);
  if (!instance.memory.holds(pointer, length))
    throw instance.stopCall({ kind: "trapped", reason: "host-argument", backtrace: [], hostFunction: nameOf(TAKE) });
  instance.charge(length);
  if (pending !== undefined) instance.memory.write(pointer, pending.subarray(0, length));
  return length;
}

function find(granted: readonly HostFunction[], module: string, name: string): HostFunction | undefined {
  return granted.find((each) => each.module === module && each.name === name);
}

/** Whether this names the function by which a guest fetches an answer. */
export function isTake(module: string, name: string): boolean {
  return module === TAKE.module && name === TAKE.name;
}

function signatureOf(called: HostFunction | undefined): Signature | undefined {
  if (called === undefined) return undefined;
  const params = called.params.flatMap((param) => (param === "text" || param === "bytes" ? ["i32", "i32"] : [param]));
  const { result } = called;
  return { params, results: result === "none" ? [] : [result === "text" || result === "bytes" ? "i32" : result] };
}

function isSame(one: Signature, other: Signature): boolean {
  return describe(one) === describe(other);
}

function describe({ params, results }: Signature): string {
  return `(${params.join(", ")}) -> (${results.join(", ")})`;
}

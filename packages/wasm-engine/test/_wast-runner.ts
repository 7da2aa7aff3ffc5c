import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AppError } from "@cordon/core";
import { rewriteModule } from "../src/index.ts";
import { REWRITE_OPTIONS } from "./_rewritten.ts";
import { crosses, isExpected, toArgument, type WastValue } from "./_wast-values.ts";

/** What a file of assertions came to. */
export interface WastCount {
  /** Assertions that both the module as it is and the metered one meet. */
  readonly agreed: number;
  /** Assertions about modules that use what guests may not, by what that is. */
  readonly refused: Readonly<Record<string, number>>;
  /** Assertions about values that the platform cannot pass. */
  readonly skipped: number;
  /** What the platform itself does otherwise than the file wants, metered or not: the file is older or newer than the platform. */
  readonly unmet: readonly string[];
  /** Where metering makes a difference. */
  readonly differences: readonly string[];
}

interface Action {
  readonly type: "invoke" | "get";
  readonly module?: string;
  readonly field: string;
  readonly args?: readonly WastValue[];
}

interface Command {
  readonly type: string;
  readonly line: number;
  readonly name?: string;
  readonly as?: string;
  readonly filename?: string;
  readonly module_type?: string;
  readonly action?: Action;
  readonly expected?: readonly WastValue[];
}

type Exports = Record<string, unknown>;
type Outcome = { readonly results: readonly unknown[] } | { readonly trap: string };

const api = (globalThis as unknown as { WebAssembly: Api }).WebAssembly;
const FUEL = 2n ** 60n;

interface Api {
  readonly validate: (bytes: Uint8Array) => boolean;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: Exports };
  readonly Memory: new (limits: object) => object;
  readonly Table: new (limits: object) => object;
  readonly Global: new (type: object, value: unknown) => object;
}

/** One of the two worlds in which every module lives: as it is, and metered. Both have modules by name, and the current one. */
class World {
  readonly #prepare: (bytes: Uint8Array) => Uint8Array;
  readonly #registered: Record<string, Exports> = { spectest: spectest() };
  readonly #named = new Map<string, Exports>();
  #current: Exports | undefined;

  constructor(prepare: (bytes: Uint8Array) => Uint8Array) {
    this.#prepare = prepare;
  }

  instantiate(bytes: Uint8Array, name: string | undefined): void {
    this.#current = undefined;
    const { exports } = new api.Instance(new api.Module(this.#prepare(bytes)), this.#registered);
    refuel(exports);
    const start = exports["cordon:start"];
    if (typeof start === "function") (start as () => void)();
    this.#current = exports;
    if (name !== undefined) this.#named.set(name, exports);
  }

  register(as: string, name: string | undefined): void {
    this.#registered[as] = this.#find(name);
  }

  perform({ type, module, field, args = [] }: Action): Outcome {
    const exports = this.#find(module);
    refuel(exports);
    try {
      const found = exports[field];
      if (type === "get") return { results: [(found as { value: unknown }).value] };
      const result = (found as (...values: unknown[]) => unknown)(...args.map(toArgument));
      return { results: Array.isArray(result) ? result : result === undefined ? [] : [result] };
    } catch (error) {
      return { trap: error instanceof RangeError ? "exhaustion" : String(error) };
    }
  }

  #find(name: string | undefined): Exports {
    const found = name === undefined ? this.#current : this.#named.get(name);
    if (found === undefined) throw new Missing();
    return found;
  }
}

/** The module that is spoken of was refused. */
class Missing extends Error {}

/** The two worlds did not do the same. */
class Difference extends Error {}

/** Runs what wast2json made of a file. */
export async function runWast(json: string): Promise<WastCount> {
  const { commands } = JSON.parse(await readFile(json, "utf8")) as { readonly commands: readonly Command[] };
  const worlds = [new World((bytes) => bytes), new World(rewritten)] as const;
  const refused: Record<string, number> = {};
  const unmet: string[] = [];
  const differences: string[] = [];
  let [agreed, skipped, lastRefusal] = [0, 0, "a module before"];
  for (const command of commands) {
    try {
      const outcome = await runCommand(command, worlds, dirname(json));
      if (outcome === "agreed") agreed += 1;
      else if (outcome === "skipped") skipped += 1;
      else if (outcome !== "done") unmet.push(`line ${command.line}, ${command.type}: ${outcome}`);
    } catch (error) {
      if (error instanceof Difference) {
        differences.push(`line ${command.line}, ${command.type}: ${error.message}`);
        continue;
      }
      if (AppError.is(error))
        lastRefusal = error.code === "wasm/refused" ? String(error.details["feature"]) : error.code;
      else if (!(error instanceof Missing)) throw error;
      refused[lastRefusal] = (refused[lastRefusal] ?? 0) + 1;
    }
  }
  return { agreed, refused, skipped, unmet, differences };
}

async function runCommand(command: Command, worlds: readonly [World, World], folder: string): Promise<string> {
  const { type, filename, name, action, expected = [] } = command;
  if (command.module_type === "text") return "done";
  const bytes = filename === undefined ? new Uint8Array() : new Uint8Array(await readFile(join(folder, filename)));
  switch (type) {
    case "module":
      return same(worlds, (world) => world.instantiate(bytes, name)) ?? "done";
    case "register":
      for (const world of worlds) world.register(command.as ?? "", name);
      return "done";
    case "assert_invalid":
    case "assert_malformed":
      return api.validate(bytes) ? "the platform finds it valid" : "agreed";
    case "assert_uninstantiable":
    case "assert_unlinkable":
      return same(worlds, (world) => world.instantiate(bytes, undefined)) === undefined
        ? "both were instantiated"
        : "agreed";
    default:
      return action === undefined ? `there is no such command: ${type}` : assertion(type, action, expected, worlds);
  }
}

// Undefined where both worlds do it; what one says where both refuse it; a difference is an error.
function same(worlds: readonly [World, World], act: (world: World) => void): string | undefined {
  const [one, other] = worlds.map((world) => {
    try {
      act(world);
      return undefined;
    } catch (error) {
      if (AppError.is(error)) throw error;
      return (error as Error).name;
    }
  });
  if (one !== other) throw new Difference(`as it is: ${one ?? "instantiated"}; metered: ${other ?? "instantiated"}`);
  return one;
}

function assertion(
  type: string,
  action: Action,
  expected: readonly WastValue[],
  worlds: readonly [World, World],
): string {
  if (!crosses([...(action.args ?? []), ...(type === "assert_return" ? expected : [])])) return "skipped";
  const [one, other] = worlds.map((world) => world.perform(action)) as [Outcome, Outcome];
  if (describe(one) !== describe(other))
    throw new Difference(`as it is: ${describe(one)}; metered: ${describe(other)}`);
  if (type === "action") return "done";
  if (type !== "assert_return") return "trap" in one ? "agreed" : `no trap but ${describe(one)}`;
  const meets = "results" in one && expected.every((each, at) => isExpected(one.results[at], each));
  return meets ? "agreed" : `expected ${JSON.stringify(expected)}, and got ${describe(one)}`;
}

function describe(outcome: Outcome): string {
  if ("trap" in outcome) return outcome.trap;
  return outcome.results.map((each) => (Object.is(each, -0) ? "-0" : String(each))).join(", ");
}

function rewritten(bytes: Uint8Array): Uint8Array {
  if (!api.validate(bytes)) return bytes;
  return rewriteModule(bytes, {
    ...REWRITE_OPTIONS,
    maxMemoryPages: 65_536,
    maxTableEntries: 10_000_000,
    detachStart: true,
  }).bytes;
}

function refuel(exports: Exports): void {
  const fuel = exports["cordon:fuel"] as { value: bigint } | undefined;
  if (fuel !== undefined) fuel.value = FUEL;
}

function ignore(): void {}

function spectest(): Exports {
  const names = ["print", "print_i32", "print_i64", "print_f32", "print_f64", "print_i32_f32", "print_f64_f64"];
  return {
    ...Object.fromEntries(names.map((name) => [name, ignore])),
    memory: new api.Memory({ initial: 1, maximum: 2 }),
    table: new api.Table({ initial: 10, maximum: 20, element: "anyfunc" }),
    global: 666,
    global_i32: 666,
    global_i64: 666n,
    global_f32: new api.Global({ value: "f32" }, 666.6),
    global_f64: new api.Global({ value: "f64" }, 666.6),
  };
}

import { wasmError } from "../errors.ts";
import type { HostFunction, HostParameter, HostResult } from "../host-function.ts";

/** The module name under which the functions of a component's world are granted. */
const WORLD_MODULE = "$root";

/** WIT's names of the types that cross; a component whose world has others is refused, as lifting them costs what no fuel pays. */
const TYPES: ReadonlyMap<string, HostParameter> = new Map([
  ["s32", "i32"],
  ["s64", "i64"],
  ["f32", "f32"],
  ["f64", "f64"],
  ["string", "text"],
  ["list<u8>", "bytes"],
]);
const WORLD = /^package root:component; world root \{(?<items>.*)\}$/u;
const ITEM = /^(?<way>import|export) (?<name>[a-z][a-z0-9-]*): func\((?<params>[^()]*)\)(?: -> (?<result>\S+))?$/u;
// These would be words of the glue, or make its exports look like a promise.
const RESERVED: ReadonlySet<string> = new Set([
  "then",
  "arguments",
  "default",
  "instantiate",
  "get-core-module",
  "imports",
]);

/** What a component's world has, as the engine speaks of it. */
export interface ComponentWorld {
  readonly operations: readonly string[];
  readonly imports: readonly Pick<HostFunction, "name" | "params" | "result">[];
}

/** Reads a world as WIT text. Only functions of the types above are in it, and each export takes bytes and returns bytes. */
export function readWorld(wit: string): ComponentWorld {
  const items = WORLD.exec(wit.replaceAll(/\s+/gu, " ").trim())?.groups?.["items"];
  if (items === undefined) throw refuse("its world is not one of plain functions");
  const operations: string[] = [];
  const imports: Pick<HostFunction, "name" | "params" | "result">[] = [];
  for (const item of items.split(";").map((each) => each.trim())) {
    if (item === "") continue;
    const { way, name = "", params = "", result } = ITEM.exec(item)?.groups ?? {};
    if (way === undefined || RESERVED.has(name)) throw refuse(`its world has "${item}"`);
    const declared = {
      name,
      params: readParams(params, item),
      result: result === undefined ? ("none" as const) : readType(result, item),
    };
    if (way === "import") imports.push(declared);
    else if (describe(declared) === "(bytes) -> bytes") operations.push(name);
    else throw refuse(`its world has "${item}", and an export takes list<u8> and returns list<u8>`);
  }
  if (operations.length === 0) throw refuse("its world exports nothing");
  return { operations, imports };
}

/** Throws `wasm/import-not-granted` for the first import that is not there, or is not of the type it is wanted to be. */
export function checkWorld({ imports }: ComponentWorld, granted: readonly HostFunction[]): void {
  for (const wanted of imports) {
    const found = granted.find(({ module, name }) => module === WORLD_MODULE && name === wanted.name);
    const refused = { module: WORLD_MODULE, name: wanted.name };
    if (found === undefined) throw wasmError("wasm/import-not-granted", { ...refused, reason: "not granted" });
    if (describe(found) !== describe(wanted))
      throw wasmError("wasm/import-not-granted", {
        ...refused,
        reason: `of another type than the granted one: ${describe(found)}`,
      });
  }
}

/** The name that the glue gives to a function of the world. */
export function glueName(name: string): string {
  return name.replaceAll(/-(.)/gu, (_, letter: string) => letter.toUpperCase());
}

function readParams(params: string, item: string): readonly HostParameter[] {
  if (params === "") return [];
  return params.split(", ").map((param) => readType(param.slice(param.indexOf(": ") + 2), item));
}

function readType(wit: string, item: string): HostParameter {
  const type = TYPES.get(wit);
  if (type === undefined) throw refuse(`its world has "${item}", whose ${wit} does not cross`);
  return type;
}

function describe({
  params,
  result,
}: {
  readonly params: readonly HostParameter[];
  readonly result: HostResult;
}): string {
  return `(${params.join(", ")}) -> ${result}`;
}

function refuse(problem: string): Error {
  return wasmError("wasm/invalid-component", { problem });
}

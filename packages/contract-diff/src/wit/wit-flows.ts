import type { Flow } from "../finding.ts";
import type { WitRole, WitSide } from "./wit-sides.ts";
import { refsOf, type WitFunction, type WitType } from "./wit-type.ts";

/** Notes which way values of each named type go, seen from the owner: parameters of what it offers come in, results go out. */
export interface WitFlows {
  mark(side: WitSide, item: WitFunction, roles: ReadonlySet<WitRole>): void;
  /** By the key of the type. Empty for a type that no function takes or gives. */
  of(key: string): ReadonlySet<Flow>;
}

/** Starts with nothing noted. */
export function createWitFlows(): WitFlows {
  const flows = new Map<string, Set<Flow>>();
  // For each version by itself: a type has one key in both, and may have other types in it.
  const visited = new Map<WitSide, Map<Flow, Set<string>>>();
  const markType = (side: WitSide, type: WitType | undefined, flow: Flow): void => {
    const seen = entry(entry(visited, side, newMap<Flow, Set<string>>), flow, newSet<string>);
    const waiting = [...refsOf(type)].map(({ ref }) => ref);
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      if (seen.has(id)) continue;
      seen.add(id);
      entry(flows, side.key(id), newSet<Flow>).add(flow);
      const body = side.contract.types.get(id)?.body;
      if (body === undefined || body.kind === "resource") continue;
      const inside = body.kind === "alias" ? [body.type] : body.labels.map((label) => label.type);
      for (const each of inside) for (const { ref } of refsOf(each)) waiting.push(ref);
    }
  };
  return {
    mark: (side, item, roles) => {
      for (const role of roles) {
        for (const { type } of item.params) markType(side, type, role === "offered" ? "in" : "out");
        markType(side, item.result, role === "offered" ? "out" : "in");
      }
    },
    of: (key) => flows.get(key) ?? new Set(),
  };
}

const newMap = <Key, Value>(): Map<Key, Value> => new Map();
const newSet = <Item>(): Set<Item> => new Set();

function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}

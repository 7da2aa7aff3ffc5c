import type { WitType } from "./wit-type.ts";

/** A type in the words of the language, for messages; cut off where it is very long. */
export function showType(type: WitType | undefined): string {
  const text = type === undefined ? "nothing" : written(type);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function written(type: WitType): string {
  if (type.kind === "primitive") return type.name;
  if (type.kind !== "of") {
    const name = type.ref.slice(type.ref.indexOf("#") + 1);
    return type.kind === "borrow" ? `borrow<${name}>` : name;
  }
  const args = type.args.map((arg) => (arg === undefined ? "_" : written(arg)));
  // A hole at the end is not written: `result<u8>`, `future`.
  while (args.at(-1) === "_") args.pop();
  const all = type.size === undefined ? args : [...args, String(type.size)];
  return all.length === 0 ? type.name : `${type.name}<${all.join(", ")}>`;
}

import type { HostFunction, HostParameter, HostResult } from "@cordon/wasm-engine";
import { hostFunctionsFor } from "./adapters/wasm/host-functions.ts";

const TYPES: Readonly<Record<HostParameter, string>> = {
  i32: "s32",
  i64: "s64",
  f32: "f32",
  f64: "f64",
  text: "string",
  bytes: "list<u8>",
};

const WHAT: Readonly<Record<string, string>> = {
  "call-id": "Tells this call from every other.",
  config: "The configuration that the operator set, as JSON; null without one.",
  log: "Level 0 to 3: debug, info, warn, error. Records of a flood are dropped.",
  now: "Milliseconds since 1970, coarse.",
  "storage-get": 'The value of a key: {"ok":{"value":…}}, or {"ok":{}} where there is none.',
  "storage-put": "A key and its value as JSON.",
  "storage-delete": "Succeeds where there is none.",
  "storage-list": 'Takes {"prefix"?,"after"?,"limit"?}, answers {"ok":{"keys":[…]}}.',
  publish: "A topic, and data as JSON.",
  http: 'Takes {"method","url","headers"?,"body"?,"bodyEncoding"?}, answers {"ok":{"status","headers","body","bodyEncoding"}}.',
};

/**
 * What a WebAssembly plugin may import and must export, as WIT: made from the functions that the host really has. A core module imports the same
 * from `cordon`, with underscores, as the README of the WASM engine says of texts.
 */
export function guestWit(): string {
  const asked = { http: [], storage: { maxBytes: 1, maxKeys: 1 }, events: { publish: [] } };
  const imports = hostFunctionsFor(asked, 1).map(witOf);
  return [
    "package cordon:plugin@1.0.0;",
    "",
    "/// What the host gives a plugin. Storage, publish and http are there for plugins whose manifest asks for them, and answer with JSON:",
    '/// {"ok":…}, or {"error":{"code","message"}} for what was not granted or did not work.',
    "interface host {",
    ...imports,
    "}",
    "",
    "/// A plugin exports each operation of its manifest. It takes the input as JSON, and gives",
    '/// {"kind":"value","value":…} or {"kind":"refused","reason":"…"}.',
    "world plugin {",
    "  import host;",
    "  export operation: func(input: list<u8>) -> list<u8>;",
    "}",
    "",
  ].join("\n");
}

function witOf({ name, params, result }: HostFunction): string {
  const witName = name.replaceAll("_", "-");
  const takes = params.map((type, at) => `p${at}: ${TYPES[type]}`).join(", ");
  return `  /// ${WHAT[witName] ?? ""}\n  ${witName}: func(${takes})${resultOf(result)};`;
}

function resultOf(result: HostResult): string {
  return result === "none" ? "" : ` -> ${TYPES[result]}`;
}

import type { HostilePlugin } from "./_javascript-hostile-plugins.ts";

/** Plugins that answer, throw or ask for what they should not, or change what they were given. */
export const ODD_PLUGINS: readonly HostilePlugin[] = [
  ["throwing getter", 'return { get kind() { throw new RangeError("no"); } };', "fails RangeError: no"],
  [
    "throwing error",
    "throw { get message() { throw 1; }, get name() { throw 2; }, get stack() { throw 3; } };",
    "fails Error: The plugin threw a value without a message.",
  ],
  ["thrown text", 'throw "text";', "fails Error: The plugin threw text."],
  ["thrown symbol", "throw Symbol('s');", "fails Error: The plugin threw Symbol(s)."],
  ["thrown null", "throw null;", "fails Error: The plugin ran out of memory, or threw null."],
  [
    "thrown revoked proxy",
    "const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); throw proxy;",
    "fails Error: The plugin threw a value without a message.",
  ],
  [
    "error with code",
    'throw Object.assign(new Error("m".repeat(1000)), { code: "plugin/x" });',
    `fails Error: ${"m".repeat(1000)}`,
  ],
  [
    "cyclic value",
    "const cyclic = {}; cyclic.cyclic = cyclic; return value(cyclic);",
    "fails TypeError: circular reference",
  ],
  ["big number", "return value(1n);", "fails TypeError: Do not know how to serialize a BigInt"],
  ["function value", "return value(() => 1);", "fails TypeError: What the plugin answered is not JSON."],
  ["undefined value", "return value(undefined);", "fails TypeError: What the plugin answered is not JSON."],
  ["not a number", "return value([NaN, Infinity, -0]);", 'answers {"kind":"value","value":[null,null,0]}'],
  ["no output", "return undefined;", "fails TypeError: cannot convert to object"],
  [
    "odd kind",
    'return { kind: "failed", error: {} };',
    'fails TypeError: The plugin must answer with { kind: "value", value } or { kind: "refused", reason }.',
  ],
  ["refused", 'return { kind: "refused", reason: "no" };', 'answers {"kind":"refused","reason":"no"}'],
  ["thenable", "return { then(resolve) { resolve(value(1)); } };", 'answers {"kind":"value","value":1}'],
  [
    "lone surrogates",
    'return value({ "\\ud800": "\\udc00 \\ud83d" });',
    'answers {"kind":"value","value":{"\\ud800":"\\udc00 \\ud83d"}}',
  ],
  [
    "lone surrogate reason",
    'return { kind: "refused", reason: "\\ud800" };',
    'answers {"kind":"refused","reason":"\\ud800"}',
  ],
  [
    "replaced built-ins",
    `
    for (const name of ["stringify", "parse"]) JSON[name] = () => "broken";
    for (const key of Reflect.ownKeys(Promise.prototype)) Promise.prototype[key] = () => { throw 1; };
    Object.prototype.toJSON = () => "fooled"; Array.prototype[Symbol.iterator] = null; String.prototype.slice = null;
    Object.defineProperty(Object.prototype, "error", { get() { throw 1; }, set() { throw 2; } });
    globalThis.String = globalThis.Error = globalThis.Reflect = globalThis.Object = null; throw new TypeError("real");`,
    "fails Error: The plugin threw 1.",
  ],
  [
    "replaced then",
    "Promise.prototype.then = () => { throw 1; }; Object.defineProperty(Promise.prototype, 'constructor', { get() { throw 2; } }); return value(1);",
    "fails Error: The plugin threw 2.",
  ],
  [
    "polluted kind",
    'Object.prototype.kind = "value"; Object.prototype.value = 7; return {};',
    'answers {"kind":"value","value":7}',
  ],
  ["dynamic import", 'return value(await import("os"));', "fails ReferenceError: could not load module 'os'"],
  ["indirect eval", 'return value((0, eval)("1"));', "fails TypeError: eval is not supported"],
  [
    "hidden Function",
    'return value((async () => {}).constructor("return 1"));',
    "fails TypeError: eval is not supported",
  ],
  [
    "console bomb",
    "const o = { toString() { throw 1; }, toJSON() { throw 2; } }; console.log(o, Symbol('x'), 1n); return value(1);",
    'answers {"kind":"value","value":1}',
  ],
  [
    "typed array tricks",
    "const b = new ArrayBuffer(8, { maxByteLength: 16 }); const v = new Uint8Array(b); b.resize?.(0); return value(v.length);",
    'answers {"kind":"value","value":8}',
  ],
  [
    "an unserialisable request",
    'const cyclic = {}; cyclic.cyclic = cyclic; return value(await context.storage.put("k", cyclic).catch((error) => error.name));',
    'answers {"kind":"value","value":"TypeError"}',
  ],
  [
    "a lone surrogate for a key",
    'await context.storage.put("\\ud800", 1); return value(await context.storage.list());',
    'answers {"kind":"value","value":["\\ud800"]}',
  ],
  [
    "log of nonsense",
    'const cyclic = {}; cyclic.cyclic = cyclic; context.log("info", "a", cyclic); context.log("fatal", { toString: () => "b" }, 7); context.log(); return value(1);',
    'answers {"kind":"value","value":1}',
  ],
  ["log that throws", "context.log('info', { toString() { throw new RangeError('no'); } });", "fails RangeError: no"],
  [
    "changed context",
    "context.storage.get = () => 1; context.callId = 7; return value([typeof context.storage.get, context.callId]);",
    "fails TypeError: 'get' is read-only",
  ],
  [
    "engine's own functions",
    "return value([typeof host, typeof request, typeof std, typeof os, typeof process, typeof require, Object.keys(globalThis)]);",
    'answers {"kind":"value","value":["undefined","undefined","undefined","undefined","undefined","undefined",["console"]]}',
  ],
];

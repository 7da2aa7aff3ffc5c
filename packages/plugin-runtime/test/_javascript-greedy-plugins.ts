import type { HostilePlugin } from "./_javascript-hostile-plugins.ts";

/** Plugins that compute, allocate or recurse as much as they can. */
export const GREEDY_PLUGINS: readonly HostilePlugin[] = [
  ["infinite loop", "for (;;) {}", "plugin/out-of-fuel"],
  ["endless microtasks", "for (;;) await null;", "plugin/out-of-fuel"],
  [
    "never settles",
    "await new Promise(() => {});",
    "fails TypeError: The plugin's promise can never settle: nothing is left that could do it.",
  ],
  ["regex backtracking", 'return value(/^(a+)+$/.test("a".repeat(40) + "b"));', "plugin/out-of-fuel"],
  ["regex memory", 'return value(/(?:(a)|b)*$/.exec("ab".repeat(200000))?.[0].length);', "plugin/out-of-fuel"],
  ["huge array", "return value(new Array(1e9).fill(1).length);", "plugin/out-of-fuel"],
  ["huge buffer", "return value(new ArrayBuffer(2 ** 31 - 1).byteLength);", "fails InternalError: out of memory"],
  ["shared buffer", "return value(new SharedArrayBuffer(64).byteLength);", 'answers {"kind":"value","value":64}'],
  [
    "endless allocation",
    "const kept = []; for (;;) kept.push(new Uint8Array(65536));",
    "fails InternalError: out of memory",
  ],
  ["endless objects", "let kept = null; for (;;) kept = { kept, more: [] };", "plugin/out-of-fuel"],
  ["doubling text", 'let text = "x"; for (;;) text += text;', "fails InternalError: string too long"],
  [
    "caught exhaustion",
    "const kept = []; try { for (;;) kept.push(new Uint8Array(65536)); } catch (error) { kept.length = 0; return value(error.message); }",
    'answers {"kind":"value","value":"out of memory"}',
  ],
  [
    "grown, then done",
    "const kept = []; for (let i = 0; i < 40; i += 1) kept.push(new Uint8Array(65536).fill(1)); return value(kept.length);",
    'answers {"kind":"value","value":40}',
  ],
  ["deep recursion", "const deep = () => deep() + 1; return value(deep());", "fails InternalError: stack overflow"],
  [
    "caught recursion",
    "let depth = 0; const deep = () => { depth += 1; deep(); }; try { deep(); } catch (error) { return value([error.name, error.message, depth]); }",
    'answers {"kind":"value","value":["InternalError","stack overflow",839]}',
  ],
  [
    "native recursion",
    "const array = []; const deep = () => { array[0] = 1; [1].map(deep); }; deep();",
    "fails InternalError: stack overflow",
  ],
  [
    "getter recursion",
    "const object = { get a() { return this.a; } }; return value(object.a);",
    "fails InternalError: stack overflow",
  ],
  [
    "proxy chain",
    "let chain = {}; for (let i = 0; i < 100000; i += 1) chain = new Proxy(chain, {}); return value(chain.x);",
    "plugin/out-of-fuel",
  ],
  ["sort recursion", "const deep = () => [2, 1].sort(deep); deep();", "fails InternalError: stack overflow"],
  [
    "toString recursion",
    "const array = []; array[0] = array; const o = { toString() { return `${o}`; } }; return value(`${o}`);",
    "fails InternalError: stack overflow",
  ],
  ["replace recursion", 'const deep = () => "a".replace(/a/, deep); deep();', "fails InternalError: stack overflow"],
  ["JSON parse bomb", 'return value(JSON.parse("[".repeat(200000) + "]".repeat(200000)));', "plugin/out-of-fuel"],
  [
    "JSON write bomb",
    "let bomb = []; for (let i = 0; i < 200000; i += 1) bomb = [bomb]; return value(bomb);",
    "plugin/out-of-fuel",
  ],
  [
    "deep free",
    "let chain = null; for (let i = 0; i < 20000; i += 1) chain = { chain }; chain = null; return value(1);",
    "plugin/out-of-fuel",
  ],
  [
    "deep non-capturing regex",
    'return value(new RegExp("(?:".repeat(50000) + ")".repeat(50000)).test("a"));',
    "fails SyntaxError: stack overflow",
  ],
  [
    "deep lookahead",
    'return value(new RegExp("(?=".repeat(50000) + ")".repeat(50000)).test("a"));',
    "fails SyntaxError: stack overflow",
  ],
  [
    "deep class",
    'return value(new RegExp("[[".repeat(50000) + "]]".repeat(50000), "v").test("a"));',
    "fails SyntaxError: invalid regular expression flags",
  ],
  ["reviver recursion", "const deep = () => JSON.parse('[1]', deep); deep();", "fails InternalError: stack overflow"],
  [
    "toJSON recursion",
    "const deep = { toJSON() { return JSON.stringify(deep); } }; return value(deep);",
    "fails InternalError: stack overflow",
  ],
  [
    "flat recursion",
    "let chain = []; for (let i = 0; i < 20000; i += 1) chain = [chain]; return value(chain.flat(Infinity).length);",
    "plugin/out-of-fuel",
  ],
  [
    "bound chain",
    "let bound = () => 1; for (let i = 0; i < 50000; i += 1) bound = bound.bind(null); return value(bound());",
    "plugin/out-of-fuel",
  ],
  [
    "prototype chain",
    "let chain = {}; for (let i = 0; i < 50000; i += 1) chain = Object.create(chain); return value(chain.x ?? null);",
    "plugin/out-of-fuel",
  ],
  [
    "generator recursion",
    "function* deep() { yield* deep(); } return value([...deep()]);",
    "fails InternalError: stack overflow",
  ],
  [
    "async recursion",
    "const deep = async () => { await deep(); }; await deep(); return value(1);",
    "fails InternalError: stack overflow",
  ],
  ["constructor recursion", "class Deep { constructor() { new Deep(); } } new Deep();", "plugin/out-of-fuel"],
  ["spread recursion", "const deep = (...values) => deep(...values, 1); deep();", "plugin/out-of-fuel"],
  [
    "rope text",
    'let text = ""; for (let i = 0; i < 200000; i += 1) text = "a" + text; return value(text.length + text.indexOf("b"));',
    "plugin/out-of-fuel",
  ],
  [
    "deep regex",
    'return value(new RegExp("(".repeat(50000) + ")".repeat(50000)).test("a"));',
    "fails SyntaxError: too many captures",
  ],
  ["endless thenable", "const again = { then(resolve) { resolve(again); } }; return again;", "plugin/out-of-fuel"],
  [
    "many dates",
    "let last; for (let i = 0; i < 5000; i += 1) last = Date.now(); return value(last);",
    "plugin/out-of-fuel",
  ],
  ["too large an answer", 'return value("x".repeat(1100000));', "plugin/out-of-fuel"],
  [
    "endless set copy",
    "const a = new Uint8Array(2000000), b = new Uint8Array(2000000); for (;;) a.set(b);",
    "plugin/out-of-fuel",
  ],
  ["endless fill u8", "const a = new Uint8Array(4000000); for (;;) a.fill(1);", "plugin/out-of-fuel"],
  [
    "endless sort numbers",
    "const a = new Float64Array(200000); for (let i = 0; i < a.length; i++) a[i] = (i * 7919) % 100003; for (;;) a.sort();",
    "plugin/out-of-fuel",
  ],
  ["endless bigint mul", "let n = 3n ** 5000n; for (;;) n = (n * n) & ((1n << 8000n) - 1n);", "plugin/out-of-fuel"],
  [
    "endless array splice",
    "const a = new Array(200000).fill(1); for (;;) { a.splice(0, 1); a.push(1); }",
    "plugin/out-of-fuel",
  ],
  [
    "endless gc",
    "const keep = []; for (let i = 0; i < 20000; i++) keep.push({ i }); for (;;) { const a = {}; a.a = a; }",
    "plugin/out-of-fuel",
  ],
  ["endless calloc", "for (;;) new ArrayBuffer(4_000_000);", "plugin/out-of-fuel"],
  ["endless requests", "for (;;) await context.storage.get('k');", "plugin/out-of-fuel"],
  ["endless logging", "for (;;) context.log('info', 'x');", "plugin/out-of-fuel"],
];

/** Sources of which no plugin comes, and what their author is told. */
export const BROKEN_PLUGINS: readonly (readonly [name: string, source: string, problem: string])[] = [
  [
    "syntax error",
    "const a = 1;\nconst b = ;\nexport default {};",
    "SyntaxError: unexpected token in expression: ';', in line 2, column 11.",
  ],
  ["throws when loaded", "\n\nthrow new RangeError('at once');", "RangeError: at once, in line 3, column 21."],
  ["rejects when loaded", "await Promise.reject(new RangeError('later'));", "RangeError: later, in line 1, column 36."],
  [
    "waits for ever",
    "await new Promise(() => {}); export default {};",
    "TypeError: The plugin's promise can never settle: nothing is left that could do it.",
  ],
  [
    "no plugin",
    "export const a = 1;",
    "TypeError: The file must export a plugin, { metadata, invoke }, as its default or by the name plugin.",
  ],
  [
    "no metadata",
    "export default { invoke() {} };",
    "TypeError: The file must export a plugin, { metadata, invoke }, as its default or by the name plugin.",
  ],
  ["imports", 'import os from "os"; export default os;', "ReferenceError: could not load module 'os'."],
  [
    "endless when loaded",
    "for (;;) {}",
    "The module stopped while it was being initialised (out-of-fuel). Nothing was called.",
  ],
  [
    "greedy when loaded",
    "const kept = []; for (;;) kept.push(new Uint8Array(65536));",
    "InternalError: out of memory, in line 1, column 51.",
  ],
  [
    "not UTF-8-like",
    'export default { metadata: { id: "\\ud800" }, invoke() {} };',
    "its metadata is not that of a plugin.",
  ],
  [
    "deep nesting",
    `export default ${"(".repeat(20_000)}1${")".repeat(20_000)};`,
    "SyntaxError: stack overflow, in line 1, column 356.",
  ],
  [
    "nested functions",
    `${"(() => {".repeat(5000)}${"})();".repeat(5000)}`,
    "SyntaxError: stack overflow, in line 1, column 1386.",
  ],
  [
    "nested classes",
    `${"class A { static { ".repeat(5000)}${"} }".repeat(5000)}`,
    "SyntaxError: stack overflow, in line 1, column 5017.",
  ],
  [
    "nested templates",
    `${"`${".repeat(5000)}1${"}`".repeat(5000)}`,
    "SyntaxError: stack overflow, in line 1, column 907.",
  ],
  ["long else", `${"if (0) {} else ".repeat(20_000)} {}`, "SyntaxError: stack overflow, in line 1, column 17465."],
  [
    "metadata of another shape",
    "export default { metadata: { id: 1 }, invoke() {} };",
    "its metadata is not that of a plugin.",
  ],
  [
    "metadata with one operation that is no text",
    'export default { metadata: { id: "a", version: "1.0.0", apiVersion: "1.0", operations: ["run", 1] }, invoke() {} };',
    "its metadata is not that of a plugin.",
  ],
  [
    "metadata whose operations are no list",
    'export default { metadata: { id: "a", version: "1.0.0", apiVersion: "1.0", operations: "run" }, invoke() {} };',
    "its metadata is not that of a plugin.",
  ],
  [
    "metadata that throws",
    "export default { metadata: { get id() { throw new RangeError('no'); } }, invoke() {} };",
    "RangeError: no, in line 1, column 61.",
  ],
  [
    "metadata without end",
    "export default { metadata: { get id() { for (;;); } }, invoke() {} };",
    "The plugin used all of the 30000000 fuel that a call has, and was stopped.",
  ],
  ["zeros", "\u0000\u0000\u0000", "SyntaxError: unexpected token in expression: '', in line 1, column 1."],
  [
    "nothing",
    "",
    "TypeError: The file must export a plugin, { metadata, invoke }, as its default or by the name plugin.",
  ],
];

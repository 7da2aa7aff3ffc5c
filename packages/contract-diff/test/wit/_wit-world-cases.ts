import { API, pair, world, type WitCase } from "./_wit-case.ts";

/** Changes of worlds, seen from the host and from the guest. */
export const worldCases: readonly WitCase[] = [
  world("an import that is gone lets down guests", "import api; import x: func();", "import api;", [
    "wit/import-removed backward world w, import x",
  ]),
  world("an import that is new breaks nobody who is there", "", "import x: func();", [
    "wit/import-added forward world w, import x",
  ]),
  world("an export that is new lets down guests, who lack it", "", "export x: func();", [
    "wit/export-added backward world w, export x",
  ]),
  world("an export that is gone lets down nobody who is there", "export x: func();", "", [
    "wit/export-removed forward world w, export x",
  ]),
  guest("a guest's import that is new lets down hosts, who lack it", "", "import x: func();", [
    "wit/import-added backward world w, import x",
  ]),
  guest("a guest's import that is gone is needed by the old guest alone", "import x: func();", "", [
    "wit/import-removed forward world w, import x",
  ]),
  guest("a guest's export that is gone lets down hosts, who call it", "export x: func();", "", [
    "wit/export-removed backward world w, export x",
  ]),
  guest("a guest's export that is new breaks nobody who is there", "", "export x: func();", [
    "wit/export-added forward world w, export x",
  ]),
  world("an interface is imported by its name", "import api;", "", ["wit/import-removed backward world w, import api"]),
  world("a changed function of a world breaks both ways", "import x: func(a: u8);", "import x: func(a: s8);", [
    "wit/param-type backward world w, import x, parameter a",
    "wit/param-type forward world w, import x, parameter a",
  ]),
  world("a function for an interface is another thing", "import x: func();", "import x: interface { x: func(); }", [
    "wit/item-kind backward world w, import x",
    "wit/item-kind forward world w, import x",
  ]),
  pair(
    "a function that is gone from an imported interface lets down guests",
    "interface i { a: func(); b: func(); } world w { import i; }",
    "interface i { a: func(); } world w { import i; }",
    ["wit/function-removed backward interface i, function b"],
  ),
  pair(
    "a function that is new in an exported interface lets down guests",
    "interface i { a: func(); } world w { export i; }",
    "interface i { a: func(); b: func(); } world w { export i; }",
    ["wit/function-added backward interface i, function b"],
  ),
  pair(
    "a function that is gone from an exported interface lets down new guests",
    "interface i { a: func(); b: func(); } world w { export i; }",
    "interface i { a: func(); } world w { export i; }",
    ["wit/function-removed forward interface i, function b"],
  ),
  pair(
    "a resource that is new in an exported interface lets down guests",
    "interface i { a: func(); } world w { export i; }",
    "interface i { a: func(); resource r; } world w { export i; }",
    ["wit/resource-added backward interface i, resource r"],
  ),
  pair(
    "an interface that is imported and exported has both roles",
    "interface i { a: func(); } world w { import i; export i; }",
    "interface i { a: func(); b: func(); } world w { import i; export i; }",
    ["wit/function-added forward interface i, function b", "wit/function-added backward interface i, function b"],
  ),
  {
    ...pair(
      "a guest's exported interface is offered",
      "interface i { a: func(); b: func(); } world w { export i; }",
      "interface i { a: func(); } world w { export i; }",
      ["wit/function-removed backward interface i, function b"],
    ),
    owner: "guest",
  },
  {
    ...pair(
      "a guest's imported interface is asked of hosts",
      "interface i { a: func(); } world w { import i; }",
      "interface i { a: func(); b: func(); } world w { import i; }",
      ["wit/function-added backward interface i, function b"],
    ),
    owner: "guest",
  },
  pair(
    "an @unstable export gives no role",
    "interface i { a: func(); } world w { @unstable(feature = f) export i; }",
    "interface i { a: func(); b: func(); } world w { @unstable(feature = f) export i; }",
    ["wit/function-added forward interface i, function b"],
  ),
  pair(
    "an interface that no world names and that is gone lets down callers",
    `${API} interface i { a: func(); }`,
    API,
    ["wit/interface-removed backward interface i"],
  ),
  pair("an interface that is new is offered", API, `${API} interface i { a: func(); }`, [
    "wit/interface-added forward interface i",
  ]),
  pair("an interface of types alone may go", `${API} interface i { type t = u8; }`, API, [
    "wit/interface-removed none interface i",
  ]),
  pair(
    "an interface that becomes @unstable is withdrawn",
    API,
    "@unstable(feature = f) interface api { call: func(); }",
    ["wit/interface-removed backward interface api"],
  ),
  pair("an interface that is gone with its import is told once", `${API} world w { import api; }`, "world w {}", [
    "wit/import-removed backward world w, import api",
  ]),
  pair(
    "an import of types alone may go",
    "interface t { type a = u8; } world w { import t; }",
    "interface t { type a = u8; } world w {}",
    ["wit/import-removed none world w, import t"],
  ),
  pair(
    "an export of types alone may go",
    "interface t { type a = u8; } world w { export t; }",
    "interface t { type a = u8; } world w {}",
    ["wit/export-removed none world w, export t"],
  ),
  pair("a world that is gone lets down what was made for it", "world w {} world v {}", "world w {}", [
    "wit/world-removed backward world v",
  ]),
  pair("a world that is new", "world w {}", "world w {} world v {}", ["wit/world-added forward world v"]),
  pair(
    "an interface that others use is imported with them",
    "interface t { resource r; } interface i { a: func(); } world w { import i; }",
    "interface t { resource r; } interface i { use t.{r}; a: func(); } world w { import i; }",
    ["wit/import-added forward world w, import t"],
  ),
  pair(
    "an interface that is imported by its use and then by name is no news",
    "interface t { resource r; } interface i { use t.{r}; a: func(); } world w { import i; }",
    "interface t { resource r; } interface i { use t.{r}; a: func(); } world w { import t; import i; }",
    [],
  ),
  pair(
    "an exported interface's used interface is the exported one, if there is one",
    "interface t { resource r; } interface i { use t.{r}; a: func(); } world w { export t; export i; }",
    "interface t { resource r { m: func(); } } interface i { use t.{r}; a: func(); } world w { export t; export i; }",
    ["wit/method-added backward interface t, resource r, method m"],
  ),
  pair(
    "resources of an exported interface that come from another export are other resources",
    "interface t { resource r; } interface i { use t.{r}; f: func() -> r; } world w { import t; export t; export i; }",
    "interface t { resource r; } interface i { use t.{r}; f: func() -> r; } world w { import t; export i; }",
    [
      "wit/export-removed forward world w, export t",
      "wit/use-origin backward world w, export i",
      "wit/use-origin forward world w, export i",
    ],
  ),
  pair(
    "types of an exported interface are the same wherever they come from",
    "interface t { type r = u8; } interface i { use t.{r}; f: func() -> r; } world w { import t; export t; export i; }",
    "interface t { type r = u8; } interface i { use t.{r}; f: func() -> r; } world w { import t; export i; }",
    ["wit/export-removed none world w, export t"],
  ),
  pair(
    "an interface with nothing but an @unstable function has nothing to link",
    `${API} interface i { @unstable(feature = f) a: func(); }`,
    API,
    ["wit/interface-removed none interface i"],
  ),
  pair(
    "an interface of types alone that comes along with another is no news",
    "interface t { type p = u8; } interface i { f: func(x: u8); } world w { import i; }",
    "interface t { type p = u8; } interface i { use t.{p}; f: func(x: p); } world w { import i; }",
    [],
  ),
  pair(
    "an included world is what is in it",
    `${API} world v { import api; export run: func(); } world w { include v; }`,
    `${API} world v { import api; export run: func(); } world w { import api; export run: func(); }`,
    [],
  ),
  pair(
    "an included world that changes changes the one around it",
    "world v { import a: func(); } world w { include v; }",
    "world v {} world w { include v; }",
    ["wit/import-removed backward world v, import a", "wit/import-removed backward world w, import a"],
  ),
  pair(
    "an include with other names imports by other names",
    "world v { import a: func(); } world w { include v with { a as b } }",
    "world v { import a: func(); } world w { include v with { a as c } }",
    ["wit/import-removed backward world w, import b", "wit/import-added forward world w, import c"],
  ),
  pair(
    "an @unstable include is promised to nobody",
    "world v { import a: func(); } world w { @unstable(feature = f) include v; }",
    "world v { import a: func(); } world w {}",
    [],
  ),
  pair(
    "an include of a world that was not given cannot be judged",
    "world w {}",
    "world w { include wasi:cli/imports@0.2.0; }",
    [
      "?wit/include-unknown backward world w, include wasi:cli@0.2/imports",
      "?wit/include-unknown forward world w, include wasi:cli@0.2/imports",
    ],
  ),
  pair(
    "the same include of a world that was not given is no change",
    "world w { include wasi:cli/imports@0.2.0; }",
    "world w { include wasi:cli/imports@0.2.3; }",
    [],
  ),
  world(
    "an interface written in a world is compared inside",
    "import x: interface { a: func(); b: func(); }",
    "import x: interface { a: func(); }",
    ["wit/function-removed backward world w, import x, function b"],
  ),
  world(
    "types written in an interface of a world are compared there",
    "export x: interface { record p { a: u8 } f: func(p: p); }",
    "export x: interface { record p { a: s8 } f: func(p: p); }",
    [
      "wit/record-field-type backward world w, export x, record p, field a",
      "wit/record-field-type forward world w, export x, record p, field a",
    ],
  ),
  world(
    "types of a world are compared there",
    "record p { a: u8 } import f: func(p: p);",
    "record p { a: s8 } import f: func(p: p);",
    [
      "wit/record-field-type backward world w, record p, field a",
      "wit/record-field-type forward world w, record p, field a",
    ],
  ),
  world(
    "an interface written out under a label is the same as named",
    "import x: interface { call: func(); }",
    "import x: api;",
    [],
  ),
  world(
    "an interface under a label that is another one now is compared inside",
    "import x: api;",
    "import x: interface { call: func(x: u8); }",
    [
      "wit/param-added backward world w, import x, function call, parameter x",
      "wit/param-added forward world w, import x, function call, parameter x",
    ],
  ),
  world(
    "an interface under a label that is of a package not given cannot be judged",
    "import x: api;",
    "import x: c:d/api;",
    ["?wit/item-kind backward world w, import x", "?wit/item-kind forward world w, import x"],
  ),
  world(
    "resources under a label that stand elsewhere now cannot be judged",
    "import x: interface { resource r; }",
    "import x: api;",
    ["?wit/item-kind backward world w, import x", "?wit/item-kind forward world w, import x"],
  ),
];

function guest(name: string, old: string, next: string, expected: readonly string[]): WitCase {
  return { ...world(name, old, next, expected), owner: "guest" };
}

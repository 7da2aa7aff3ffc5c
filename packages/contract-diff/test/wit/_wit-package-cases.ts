import { API, pair, type WitCase } from "./_wit-case.ts";

/** Changes of packages, and of what leads from one scope to another. */
export const packageCases: readonly WitCase[] = [
  pair(
    "a use with another name is no change",
    "interface t { record p { x: u8 } } interface i { use t.{p as a}; f: func(x: a); }",
    "interface t { record p { x: u8 } } interface i { use t.{p as b}; f: func(x: b); }",
    [],
  ),
  pair(
    "a change of a used type is told once, where it is defined",
    "interface t { record p { x: u8 } } interface i { use t.{p}; f: func(x: p); }",
    "interface t { record p { x: s8 } } interface i { use t.{p}; f: func(x: p); }",
    [
      "wit/record-field-type backward interface t, record p, field x",
      "wit/record-field-type forward interface t, record p, field x",
    ],
  ),
  pair(
    "a record that moves to another interface is the same record",
    "interface t {} interface i { record p { x: u8 } f: func(x: p); }",
    "interface t { record p { x: u8 } } interface i { use t.{p}; f: func(x: p); }",
    ["wit/type-added none interface t, type p"],
  ),
  pair(
    "a resource that moves to another interface is another resource",
    "interface t {} interface i { resource r; f: func() -> r; }",
    "interface t { resource r; } interface i { use t.{r}; f: func() -> r; }",
    [
      "wit/resource-added forward interface t, resource r",
      "wit/type-changed backward interface i, type r",
      "wit/type-changed forward interface i, type r",
    ],
  ),
  pair(
    "a type of a package that was not given is told by its name",
    "interface i { use c:d/t@0.2.0.{p}; f: func(x: p); }",
    "interface i { use c:d/t@0.2.4.{p}; f: func(x: p); }",
    [],
  ),
  pair(
    "a type of a package that was not given may be another one on another track",
    "interface i { use c:d/t@0.2.0.{p}; f: func(x: p, y: list<p>); }",
    "interface i { use c:d/t@0.3.0.{p}; f: func(x: p, y: list<p>); }",
    ["?wit/type-changed backward interface i, type p", "?wit/type-changed forward interface i, type p"],
  ),
  pair(
    "a type of a package that was not given may be what stands there now",
    "interface i { use c:d/t.{p}; f: func(x: p) -> p; }",
    "interface i { f: func(x: u8) -> u8; }",
    [
      "?wit/param-type backward interface i, function f, parameter x",
      "?wit/param-type forward interface i, function f, parameter x",
      "?wit/result-type backward interface i, function f",
      "?wit/result-type forward interface i, function f",
    ],
  ),
  pair(
    "an interface of a package that was not given, that comes along with a use, cannot be judged",
    "interface i { f: func(); } world w { import i; }",
    "interface i { use c:d/t.{p}; f: func(); } world w { import i; }",
    ["?wit/import-added forward world w, import c:d/t"],
  ),
  {
    name: "two versions of one package are two packages",
    old: "package a:b@1.0.0; interface api { call: func(); } package c:d@1.0.0 { interface e { f: func(); } } package c:d@1.1.0 { interface e { g: func(); } }",
    next: "package a:b@1.0.0; interface api { call: func(); } package c:d@1.0.0 { interface e { f: func(); } } package c:d@1.1.0 { interface e {} }",
    expected: ["wit/function-removed backward interface c:d@1.1.0/e, function g"],
  },
  {
    name: "a package that moves to a new major version beside others of its name is told by its version",
    old: "package a:b; package c:d@1.0.0 { interface e { f: func(); } } package c:d@2.0.0 { interface e { f: func(); } }",
    next: "package a:b; package c:d@2.0.0 { interface e { f: func(); } } package c:d@3.0.0 { interface e { f: func(); } }",
    expected: ["wit/version-incompatible backward package c:d@1", "wit/version-incompatible forward package c:d@1"],
  },
  {
    name: "a type of another version of a package that was given is the same type, if its structure is",
    old: "package a:b; interface i { use c:d/e@1.0.0.{p}; f: func(x: p); } package c:d@1.0.0 { interface e { record p { x: u8 } } }",
    next: "package a:b; interface i { use c:d/e@1.1.0.{p}; f: func(x: p); } package c:d@1.1.0 { interface e { record p { x: u8 } } }",
    expected: ["wit/version-changed none package c:d"],
  },
  versions("a version on the same track is no break", "a:b@1.2.0", "a:b@1.10.0", [
    "wit/version-changed none package a:b",
  ]),
  versions("a 0.x version on the same track is no break", "a:b@0.2.0", "a:b@0.2.7", [
    "wit/version-changed none package a:b",
  ]),
  versions("build metadata is no other version", "a:b@1.2.0", "a:b@1.2.0+b7", ["wit/version-changed none package a:b"]),
  versions("a new major version is not found by what is linked", "a:b@1.2.0", "a:b@2.0.0", incompatible()),
  versions("a new minor version of 0.x is not found", "a:b@0.2.0", "a:b@0.3.0", incompatible()),
  versions("0.0.x versions are found by no other", "a:b@0.0.1", "a:b@0.0.2", incompatible()),
  versions("a pre-release is found by no other", "a:b@1.2.0-rc.1", "a:b@1.2.0", incompatible()),
  versions("a version where there was none is another name", "a:b", "a:b@1.0.0", incompatible()),
  {
    name: "a package with no interface has no name that a version is in",
    old: "package a:b@1.0.0; world w { export f: func(); }",
    next: "package a:b@2.0.0; world w { export f: func(); }",
    expected: ["wit/version-changed none package a:b"],
  },
  {
    name: "what is in a package is compared although its version is on another track",
    old: `package a:b@1.0.0; ${API} world w { import api; }`,
    next: "package a:b@2.0.0; interface api { call: func(x: u8); } world w { import api; }",
    expected: [
      ...incompatible(),
      "wit/param-added backward interface api, function call, parameter x",
      "wit/param-added forward interface api, function call, parameter x",
    ],
  },
  pair(
    "another package has its name before its things",
    "world w { import c:d/e; } package c:d { interface e { f: func(); } }",
    "world w { import c:d/e; } package c:d { interface e { g: func(); } }",
    [
      "wit/function-removed backward interface c:d/e, function f",
      "wit/function-added forward interface c:d/e, function g",
    ],
  ),
  pair("a package that is new is one change", API, `${API} package c:d { interface e { f: func(); } world v {} }`, [
    "wit/package-added forward package c:d",
  ]),
  pair("a package that is gone is one change", `${API} package c:d { interface e { f: func(); } world v {} }`, API, [
    "wit/package-removed backward package c:d",
  ]),
  pair(
    "a package that is used and not given any more cannot be judged",
    "world w { import c:d/e; } package c:d { interface e { f: func(); } }",
    "world w { import c:d/e; }",
    ["?wit/package-removed backward package c:d"],
  ),
  pair(
    "a package whose files are given at last is no news",
    "world w { import c:d/e; }",
    "world w { import c:d/e; } package c:d { interface e { f: func(); } }",
    [],
  ),
  pair(
    "the order of interfaces and worlds says nothing",
    `${API} world w { import api; export x: func(); }`,
    `world w { export x: func(); import api; } ${API}`,
    [],
  ),
  {
    name: "a comment at the package is words",
    old: `package a:b@1.0.0; ${API}`,
    next: `/// What it is.\npackage a:b@1.0.0; ${API}`,
    expected: ["wit/docs none package a:b"],
  },
];

function versions(name: string, old: string, next: string, expected: readonly string[]): WitCase {
  return { name, old: `package ${old}; ${API}`, next: `package ${next}; ${API}`, expected };
}

function incompatible(): readonly string[] {
  return ["wit/version-incompatible backward package a:b", "wit/version-incompatible forward package a:b"];
}

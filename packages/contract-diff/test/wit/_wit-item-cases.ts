import { both, inside, same, type WitCase } from "./_wit-case.ts";

/** Changes of resources and of what stands before items. */
export const itemCases: readonly WitCase[] = [
  inside("a resource that is new", "", "resource r;", ["wit/resource-added forward interface i, resource r"]),
  inside("a resource that is gone", "resource r;", "", ["wit/resource-removed backward interface i, resource r"]),
  inside(
    "a resource with another name is another resource",
    "resource r; a: func() -> r;",
    "resource s; a: func() -> s;",
    [
      "wit/resource-removed backward interface i, resource r",
      "wit/resource-added forward interface i, resource s",
      "wit/result-type backward interface i, function a",
      "wit/result-type forward interface i, function a",
    ],
  ),
  inside("a method that is new", "resource r;", "resource r { m: func(); }", [
    "wit/method-added forward interface i, resource r, method m",
  ]),
  inside("a method that is gone", "resource r { m: func(); }", "resource r;", [
    "wit/method-removed backward interface i, resource r, method m",
  ]),
  inside("a constructor that is gone", "resource r { constructor(); }", "resource r;", [
    "wit/method-removed backward interface i, resource r, constructor",
  ]),
  inside("a static function that is gone", "resource r { m: static func(); }", "resource r {}", [
    "wit/method-removed backward interface i, resource r, static m",
  ]),
  both(
    "a method that becomes static",
    "resource r { m: func(); }",
    "resource r { m: static func(); }",
    "wit/method-kind",
    "resource r, method m",
  ),
  both(
    "a method that takes something else",
    "resource r { m: func(x: u8); }",
    "resource r { m: func(x: s8); }",
    "wit/param-type",
    "resource r, method m, parameter x",
  ),
  both(
    "a constructor that may fail",
    "resource r { constructor(); }",
    "resource r { constructor() -> result<r>; }",
    "wit/result-type",
    "resource r, constructor",
  ),
  both(
    "a borrowed resource that is owned now",
    "resource r; a: func(x: borrow<r>);",
    "resource r; a: func(x: r);",
    "wit/param-type",
    "function a, parameter x",
  ),
  same(
    "own<r> is r, and an alias of a resource is the resource",
    "resource r; type s = r; a: func(x: own<r>, y: borrow<s>);",
    "resource r; type s = r; a: func(x: r, y: borrow<r>);",
  ),
  same(
    "an @unstable function may change",
    "@unstable(feature = f) a: func();",
    "@unstable(feature = f) a: func(x: u8);",
  ),
  inside(
    "a function that loses @unstable is new",
    "@unstable(feature = f) a: func();",
    "@since(version = 1.0.0) a: func();",
    ["wit/function-added forward interface i, function a"],
  ),
  inside("a function that becomes @unstable is gone", "a: func();", "@unstable(feature = f) a: func();", [
    "wit/function-removed backward interface i, function a",
  ]),
  both(
    "a change of an @unstable type is told where it is used",
    "@unstable(feature = f) type t = u8; a: func(x: t);",
    "@unstable(feature = f) type t = s8; a: func(x: t);",
    "wit/param-type",
    "function a, parameter x",
  ),
  inside("an unstable method may go", "resource r { @unstable(feature = f) m: func(); }", "resource r;", []),
  inside("deprecation is words", "a: func();", "@deprecated(version = 1.0.0) a: func();", [
    "wit/deprecated none interface i, function a",
  ]),
  inside("the end of deprecation is words", "@deprecated(version = 1.0.0) a: func();", "a: func();", [
    "wit/deprecated none interface i, function a",
  ]),
  inside("@since is words", "a: func();", "@since(version = 1.0.0) a: func();", [
    "wit/since none interface i, function a",
  ]),
  inside("comments are words", "a: func();", "/// Now explained.\n a: func();", [
    "wit/docs none interface i, function a",
  ]),
  inside("an external id may be how it is found", '@external-id("a") a: func();', '@external-id("b") a: func();', [
    "?wit/external-id backward interface i, function a",
    "?wit/external-id forward interface i, function a",
  ]),
  same("a name with % is the same name", "%record: func(%x: u8);", "%record: func(x: u8);"),
];

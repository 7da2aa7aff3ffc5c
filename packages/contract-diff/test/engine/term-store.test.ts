import { describe, expect, test } from "vitest";
import { FALSE, negate, TRUE, TYPE } from "../../src/engine/term.ts";
import { TermStore } from "../../src/engine/term-store.ts";

const store = new TermStore();
const minimum = store.plain({ kind: "minimum", value: 3, exclusive: false });
const named = (name: string): number => store.plain({ kind: "required", name });
const shape = (kind: string, ...names: readonly string[]): number =>
  store.and([
    store.types(TYPE.object),
    ...names.map(named),
    store.plain({ kind: "property", name: "kind", is: store.oneOfValues([kind]) }),
  ]);

describe("what says the same is one literal", () => {
  test("order and nesting of a conjunction leave no trace", () => {
    const [a, b, c] = [named("a"), named("b"), named("c")];
    expect(store.and([a, store.and([b, c])])).toBe(store.and([store.and([c, a]), b, b]));
  });

  test("types of a union are a list of types", () => {
    expect(store.or([store.types(TYPE.string), store.types(TYPE.null)])).toBe(store.types(TYPE.string | TYPE.null));
  });

  test("a union of values is a list of values, in any order", () => {
    const one = store.or([store.oneOfValues(["a"]), store.oneOfValues([{ y: 1, x: 2 }])]);
    expect(one).toBe(store.oneOfValues([{ x: 2, y: 1 }, "a"]));
  });

  test("a list of values swallows the type they have", () => {
    expect(store.and([store.types(TYPE.string), store.oneOfValues(["a", 1])])).toBe(store.oneOfValues(["a"]));
  });

  test("two negations are none", () => {
    const not = store.not(store.and([minimum, named("a")]));
    expect(store.not(not)).toBe(store.and([minimum, named("a")]));
  });
});

describe("what cannot be, and what must be", () => {
  test("a statement and its negation", () => {
    expect(store.and([minimum, named("a"), negate(minimum)])).toBe(FALSE);
  });

  test("two types at once", () => {
    expect(store.and([store.types(TYPE.string), store.types(TYPE.array)])).toBe(FALSE);
  });

  test("lists of values that have none in common", () => {
    expect(store.and([store.oneOfValues([1, 2]), store.oneOfValues([3])])).toBe(FALSE);
  });

  test("a value that is both wanted and excluded", () => {
    expect(store.and([store.oneOfValues(["a"]), negate(store.oneOfValues(["b", "a"]))])).toBe(FALSE);
  });

  test("what bounds nothing is true", () => {
    expect(store.plain({ kind: "minItems", value: 0 })).toBe(TRUE);
    expect(store.plain({ kind: "property", name: "a", is: TRUE })).toBe(TRUE);
    expect(store.plain({ kind: "contains", is: minimum, min: 0, max: Infinity })).toBe(TRUE);
  });
});

describe("at most one of several", () => {
  test("says nothing of shapes that differ in a required value", () => {
    expect(store.atMostOne([shape("cat", "kind"), shape("dog", "kind")])).toBe(TRUE);
  });

  test("says nothing of values of different types", () => {
    expect(store.atMostOne([store.types(TYPE.string), store.types(TYPE.null | TYPE.number)])).toBe(TRUE);
  });

  test("forbids both where the value that differs may be missing from both", () => {
    expect(store.atMostOne([shape("cat", "a"), shape("dog", "b")])).not.toBe(TRUE);
  });

  test("forbids both where values of another type pass both", () => {
    const kind = (value: string): number =>
      store.and([named("kind"), store.plain({ kind: "property", name: "kind", is: store.oneOfValues([value]) })]);
    expect(store.atMostOne([kind("cat"), kind("dog")])).not.toBe(TRUE);
  });

  test("says nothing where one needs what the other forbids", () => {
    const closed = store.and([
      store.types(TYPE.object),
      store.plain({ kind: "additional", names: ["a"], patterns: [], is: FALSE }),
    ]);
    expect(store.atMostOne([closed, store.and([store.types(TYPE.object), named("b")])])).toBe(TRUE);
  });
});

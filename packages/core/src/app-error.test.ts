import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { AppError, defineErrors } from "./app-error.ts";

const fail = defineErrors({
  "test/full": {
    kind: "too-large",
    retryable: false,
    message: ({ max }: { readonly max: number; readonly secret?: string }): string => `At most ${max} fit.`,
  },
});

test("an error carries its code's kind, message and details", () => {
  const cause = new Error("inner");
  const error = fail("test/full", { max: 3 }, { cause });
  expect(error).toMatchObject({ code: "test/full", kind: "too-large", retryable: false, message: "At most 3 fit." });
  expect(error.details).toEqual({ max: 3 });
  expect(error.cause).toBe(cause);
  expect(error).toBeInstanceOf(Error);
});

test("a code that is not in the catalogue is a programmer's mistake", () => {
  expect(() => fail("test/unknown" as "test/full", { max: 1 })).toThrow(TypeError);
  expect(() => fail("constructor" as "test/full", { max: 1 })).toThrow(TypeError);
});

test("an error of another copy of this package is recognised", () => {
  const foreign: unknown = runInNewContext("({ [Symbol.for('cordon.app-error')]: true, code: 'test/full' })");
  expect(AppError.is(foreign)).toBe(true);
  expect(AppError.is(new Error("test/full"))).toBe(false);
  expect(AppError.is(null)).toBe(false);
});

test("from keeps an AppError and gives everything else to the fallback, with the original as its cause", () => {
  const known = fail("test/full", { max: 1 });
  const wrap = (options: ErrorOptions): AppError => fail("test/full", { max: 0 }, options);
  expect(AppError.from(known, wrap)).toBe(known);
  expect(AppError.from("a string", wrap)).toMatchObject({ details: { max: 0 }, cause: "a string" });
});

test("issues are the details' issues, or none", () => {
  expect(fail("test/full", { max: 1 }).issues).toEqual([]);
  const issues = [{ pointer: "/a", message: "is wrong" }];
  expect(
    new AppError({ code: "x", kind: "invalid", retryable: false, message: "", details: { issues } }).issues,
  ).toEqual(issues);
});

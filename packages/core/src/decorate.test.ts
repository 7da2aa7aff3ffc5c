import { expect, test } from "vitest";
import { type Decorator, decorate } from "./decorate.ts";

interface Port {
  say(): string;
}

const around =
  (mark: string): Decorator<Port> =>
  (inner) => ({ say: () => `${mark}(${inner.say()})` });

test("decorators are applied outermost first", () => {
  expect(decorate<Port>({ say: () => "x" }, [around("a"), around("b")]).say()).toBe("a(b(x))");
});

test("without decorators the port is the very same", () => {
  const port: Port = { say: () => "x" };
  expect(decorate(port, [])).toBe(port);
});

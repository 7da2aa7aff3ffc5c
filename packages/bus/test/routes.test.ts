import { expect, test } from "vitest";
import { tick } from "../src/conformance/reading.ts";
import type { Message } from "../src/index.ts";
import { isName } from "../src/pattern/name-pattern.ts";
import { contentOf } from "../src/envelope/content.ts";
import type { Route } from "../src/routing/route.ts";
import { RouteTable } from "../src/routing/route-table.ts";

function findIn(routes: RouteTable): (message: Message, to?: string) => Route {
  return (message, to) => routes.find(contentOf(message), to);
}

function ofKind(kind: string, type: "custom" | "module_started" = "custom"): Message {
  return { kind: "event", event: { type, moduleId: "clock", kind, payload: null } as never };
}

test("a route is worked out once for each kind of message, and each addressee", () => {
  const find = findIn(new RouteTable());
  const { message } = tick(1);
  expect(find(message)).toBe(find(message));
  expect(find(message, "shop")).toBe(find(message, "shop"));
  expect(find(message, "shop")).not.toBe(find(message));
});

test("an event of a module's own that is named as the kernel's needs what its own events need", () => {
  const find = findIn(new RouteTable());
  const [own, announced] = [find(ofKind("module_started")), find(ofKind("", "module_started"))];
  expect([own.topic, announced.topic]).toEqual(["event.clock.module_started", "event.clock.module_started"]);
  expect([own.capabilityOf("clock").text, announced.capabilityOf("clock").text]).toEqual([
    "emit:module_started",
    "kernel:announce",
  ]);
});

test("names that could be run together are told apart by what they need", () => {
  const find = findIn(new RouteTable());
  const invoke = (moduleId: string, method: string): Message => ({
    kind: "command",
    command: { type: "invoke", moduleId, method, payload: null },
  });
  const routes = [find(invoke("a.b", "c")), find(invoke("a", "b.c"))];
  expect(routes.map((route) => route.capabilityOf("x").text)).toEqual(["a.b:c", "a:b.c"]);
});

test("a flood of names makes routes forgotten, not more and more of them, and they are worked out again", () => {
  const find = findIn(new RouteTable());
  const first = find(ofKind("first"), "shop");
  const announced = find(ofKind("", "module_started"));
  for (let at = 0; at < 9998; at += 1) find(ofKind(`kind${at}`), at % 2 === 0 ? "shop" : undefined);
  expect(find(ofKind("first"), "shop")).toBe(first);
  find(ofKind("one-more"));
  const again = find(ofKind("first"), "shop");
  expect(again).not.toBe(first);
  expect(find(ofKind("", "module_started"))).not.toBe(announced);
  expect([again.topic, again.to]).toEqual([first.topic, first.to]);
});

test("a name has 128 characters at most, and parts of letters, digits, _ and - with dots between them", () => {
  expect(["a", "A-1_b", "a.b.c", "x".repeat(128)].map(isName)).toEqual([true, true, true, true]);
  expect(["", ".", "a.", ".a", "a..b", "a b", "a:b", "*", "ü", "x".repeat(129), 1, undefined].some(isName)).toBe(false);
});

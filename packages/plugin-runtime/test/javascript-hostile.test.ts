import { AppError } from "@cordon/core";
import { afterAll, describe, expect, test } from "vitest";
import { BROKEN_PLUGINS } from "./_javascript-broken-plugins.ts";
import { type Answer, call, engineMaker, FRESH, load, pluginOf } from "./_javascript-engine.ts";
import { HOSTILE_PLUGINS } from "./_javascript-hostile-plugins.ts";

const makeEngine = engineMaker();

describe.each(["suspended", "worker"] as const)("in the lane %s", (lane) => {
  const engine = makeEngine(lane);
  afterAll(() => engine[Symbol.asyncDispose]());

  test.each(HOSTILE_PLUGINS)("%s", async (_name, body, outcome) => {
    const { sandbox } = await load(engine, pluginOf(body));
    expect(await outcomeOf(call(sandbox, "run"))).toBe(outcome);
    expect((await call(sandbox, "count")).output).toEqual(FRESH);
    expect(await outcomeOf(call(sandbox, "run"))).toBe(outcome);
    expect((await call(sandbox, "count")).output).toEqual(FRESH);
    await sandbox[Symbol.asyncDispose]();
  });
});

describe("a source of which no plugin comes", () => {
  const engine = makeEngine();
  afterAll(() => engine[Symbol.asyncDispose]());

  test.each(BROKEN_PLUGINS)("%s", async (_name, source, problem) => {
    await expect(load(engine, source)).rejects.toMatchObject({ code: "plugin/load-failed", details: { problem } });
  });
});

test("there are at least seventy of them, each with a name of its own", () => {
  expect(new Set(HOSTILE_PLUGINS.map(([name]) => name)).size).toBe(HOSTILE_PLUGINS.length);
  expect(HOSTILE_PLUGINS.length).toBeGreaterThanOrEqual(70);
});

async function outcomeOf(calling: Promise<Answer>): Promise<string> {
  try {
    return `answers ${JSON.stringify((await calling).output)}`;
  } catch (error) {
    if (!AppError.is(error)) throw error;
    return error.code === "plugin/failed" ? `fails ${String(error.details["error"])}` : error.code;
  }
}

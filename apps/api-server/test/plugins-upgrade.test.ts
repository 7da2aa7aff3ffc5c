import { expect, test } from "vitest";
import { startApi } from "./_api.ts";
import { newProject, type TestProject, wasmPlugin } from "./_plugins.ts";

const ID = "acme.hello";
const CLIENTS = 64;
const health = { operation: "greet", input: null };

/** What many clients were answered while something was done. */
async function answersDuring(project: TestProject, act: () => Promise<unknown>): Promise<readonly string[]> {
  const answers: string[] = [];
  const progress = { isOver: false };
  const client = async (): Promise<void> => {
    while (!progress.isOver) {
      const { status, body } = await project.invoke(ID, "greet");
      answers.push(`${status} ${body["version"] as string}`);
    }
  };
  const clients = Array.from({ length: CLIENTS }, client);
  while (answers.length < 3 * CLIENTS) await new Promise((resolve) => setTimeout(resolve, 5));
  await act();
  const done = answers.length;
  while (answers.length < done + 3 * CLIENTS) await new Promise((resolve) => setTimeout(resolve, 5));
  progress.isOver = true;
  await Promise.all(clients);
  return answers;
}

test("64 clients over HTTP see no failed call while a plugin is upgraded", async () => {
  const project = await newProject(await startApi());
  await project.run(wasmPlugin({ health }));
  await project.install(wasmPlugin({ health, version: "1.1.0" }));
  const answers = await answersDuring(project, async () => {
    expect(await project.post(ID, "upgrade", { version: "1.1.0" })).toMatchObject({ body: { current: "1.1.0" } });
  });
  expect([...new Set(answers)].sort()).toEqual(["200 1.0.0", "200 1.1.0"]);
  expect(answers.at(-1)).toBe("200 1.1.0");
});

test("a bad version goes back by itself and says why, and no client sees a failed call", async () => {
  const project = await newProject(await startApi());
  await project.run(wasmPlugin({ health }));
  await project.install(wasmPlugin({ health, version: "1.1.0", operations: { greet: { body: "unreachable" } } }));
  const answers = await answersDuring(project, async () => {
    expect(await project.post(ID, "upgrade", { version: "1.1.0" })).toMatchObject({
      status: 502,
      body: { code: "plugin/unhealthy", detail: expect.stringContaining("plugin/crashed") as string },
    });
  });
  expect([...new Set(answers)]).toEqual(["200 1.0.0"]);
  expect((await project.get(ID)).body).toMatchObject({
    current: "1.0.0",
    state: "active",
    failure: { version: "1.1.0", code: "plugin/unhealthy" },
  });
});

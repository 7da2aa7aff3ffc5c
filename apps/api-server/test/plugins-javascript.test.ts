import { expect, test } from "vitest";
import { startApi } from "./_api.ts";
import { newProject, scriptPlugin } from "./_plugins.ts";

const ID = "acme.script";

test("a plugin in JavaScript is installed, enabled and called like any other", async () => {
  const api = await startApi();
  const project = await newProject(api);
  const upload = scriptPlugin('context.log("info", "called"); return { kind: "value", value: { twice: input * 2 } };');
  expect((await project.run(upload)).body).toMatchObject({ state: "active", failure: null });
  const answer = await project.invoke(ID, "go", 21);
  expect(answer).toMatchObject({ status: 200, body: { output: { kind: "value", value: { twice: 42 } } } });
  expect((await project.get(ID, "/logs")).body["items"]).toMatchObject([{ level: "info", message: "called" }]);
});

test.each([
  ["throws", 'throw new Error("inner detail")', 502, "plugin/failed"],
  ["never ends", "for (;;);", 502, "plugin/out-of-fuel"],
  ["answers with what is no output", "return 1", 502, "plugin/failed"],
  ["reaches for the host", 'return { kind: "value", value: process.env }', 502, "plugin/failed"],
])("JavaScript that %s ends in a problem without its words", async (_what, body, status, code) => {
  const api = await startApi();
  const project = await newProject(api);
  expect((await project.run(scriptPlugin(body))).body).toMatchObject({ state: "active" });
  const answer = await project.invoke(ID, "go", 1);
  expect(answer).toMatchObject({ status, body: { code } });
  expect(JSON.stringify(answer.body)).not.toMatch(/inner detail|process/);
  expect((await api.call({ path: "/health/ready", token: "" })).status).toBe(200);
});

import { createMemoryStorage, createProjectService, type Storage } from "@cordon/core";
import { createManualClock, createSequentialIds } from "@cordon/core/testing";
import type { PluginHost, PluginRecord } from "@cordon/plugin-runtime";
import { expect, test } from "vitest";
import { guardProjects } from "./guard-projects.ts";

const NEVER = new AbortController().signal;

/** A host that has these plugins each time it is asked, and remembers what was uninstalled. */
function hostThatLists(...lists: readonly (readonly string[])[]): {
  readonly host: PluginHost;
  readonly gone: string[];
} {
  const gone: string[] = [];
  let asked = 0;
  const host = {
    list: async () => (lists[asked++] ?? []).map((pluginId) => ({ pluginId }) as PluginRecord),
    uninstall: async ({ pluginId }: { readonly pluginId: string }) => void gone.push(pluginId),
  } as unknown as PluginHost;
  return { host, gone };
}

async function serviceWith(host: PluginHost, storage: Storage = createMemoryStorage()) {
  const projects = createProjectService({ storage, clock: createManualClock(), ids: createSequentialIds() });
  const { project } = await projects.create({ name: "One", labels: {}, principal: { id: "dev" } }, NEVER);
  return { projects, guarded: guardProjects(projects, host), id: project.id };
}

test("a project with plugins stays, and so do they", async () => {
  const { host, gone } = hostThatLists(["acme.hello", "acme.other"]);
  const { guarded, id } = await serviceWith(host);
  await expect(guarded.delete({ id }, NEVER)).rejects.toMatchObject({
    code: "server/project-has-plugins",
    details: { plugins: 2 },
  });
  expect((await guarded.get(id, NEVER)).name).toBe("One");
  expect(gone).toEqual([]);
});

test("what was installed while the project was deleted is uninstalled", async () => {
  const { host, gone } = hostThatLists([], ["acme.late"]);
  const { guarded, id } = await serviceWith(host);
  await guarded.delete({ id }, NEVER);
  expect(gone).toEqual(["acme.late"]);
  await expect(guarded.get(id, NEVER)).rejects.toMatchObject({ code: "project/not-found" });
});

test("a project that is at another revision stays", async () => {
  const { host } = hostThatLists([]);
  const { guarded, id } = await serviceWith(host);
  await expect(guarded.delete({ id, expectedRevision: 7 }, NEVER)).rejects.toMatchObject({ code: "project/conflict" });
});

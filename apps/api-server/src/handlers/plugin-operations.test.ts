import { coreError, type ProjectService } from "@cordon/core";
import type { PluginHost, PluginRecord, PluginTarget } from "@cordon/plugin-runtime";
import { expect, test } from "vitest";
import type { PluginFolders } from "../plugins/plugin-folders.ts";
import type { OperationCall } from "./operation.ts";
import { installPluginOperation } from "./plugin-install-operation.ts";
import { enablePluginOperation, uninstallPluginOperation } from "./plugin-operations.ts";

const ID = `prj_${"a".repeat(26)}`;
const RECORD: PluginRecord = {
  scope: ID,
  pluginId: "acme.hello",
  versions: [],
  current: "1.0.0",
  previous: undefined,
  isEnabled: true,
  state: "active",
  granted: {},
  failure: undefined,
};
const projects = { get: async () => ({ id: ID }) } as unknown as ProjectService;
const callWith = (params: OperationCall["params"], body?: OperationCall["body"]): OperationCall => ({
  params: { id: ID, ...params },
  metadata: {},
  body,
  bodyVersion: 1,
  version: 1,
  principal: { id: "ci" },
});

test.each(["enable", "uninstall"] as const)(
  "what %s has begun is finished although its caller goes away",
  async (action) => {
    const caller = new AbortController();
    const seen: boolean[] = [];
    const act = async (_target: PluginTarget, signal: AbortSignal): Promise<PluginRecord> => {
      caller.abort();
      seen.push(signal.aborted);
      return RECORD;
    };
    const host = { enable: act, uninstall: act } as unknown as PluginHost;
    const make = action === "enable" ? enablePluginOperation : uninstallPluginOperation;
    await make({ projects, host }).run(callWith({ pluginId: "acme.hello" }), caller.signal);
    expect(seen).toEqual([false]);
  },
);

test("a plugin whose project was deleted while it was installed is uninstalled again", async () => {
  const gone: string[] = [];
  let looks = 0;
  const deleted = {
    async get() {
      looks += 1;
      if (looks > 1) throw coreError("project/not-found", { id: ID });
      return { id: ID };
    },
  } as unknown as ProjectService;
  const host = {
    install: async () => RECORD,
    uninstall: async ({ pluginId }: PluginTarget) => void gone.push(pluginId),
  } as unknown as PluginHost;
  const folders = {} as PluginFolders;
  const installing = installPluginOperation({ projects: deleted, host, folders });
  await expect(installing.run(callWith({}, { manifest: {} }), new AbortController().signal)).rejects.toMatchObject({
    code: "project/not-found",
  });
  expect(gone).toEqual(["acme.hello"]);
});

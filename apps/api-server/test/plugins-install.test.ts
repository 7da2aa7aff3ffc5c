import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import type { Plugin } from "@cordon/core";
import { digestToken } from "@cordon/middleware";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Api, startApi, TOKEN } from "./_api.ts";
import { newProject, uploadOf, wasmPlugin, writePlugin } from "./_plugins.ts";
import { temporaryFolder, type TemporaryFolder } from "./_server-process.ts";

const ID = "acme.hello";

const install = async (api: Api, body: Parameters<Api["call"]>[0]["body"]) => {
  const { path } = await newProject(api);
  return api.call({ path: `${path}/plugins`, ...(body === undefined ? {} : { body }) });
};

describe("from a folder", () => {
  let folder: TemporaryFolder;
  let plugins: string;

  beforeEach(async () => {
    folder = await temporaryFolder();
    plugins = `${folder.path}/plugins`;
    mkdirSync(`${plugins}/hello`, { recursive: true });
    mkdirSync(`${folder.path}/outside`);
    writePlugin(`${plugins}/hello`, wasmPlugin());
    writePlugin(`${folder.path}/outside`, wasmPlugin({ id: "evil.outside" }));
  });
  afterEach(() => folder[Symbol.asyncDispose]());

  const start = () => startApi({ CORDON_PLUGIN_DIR: plugins });

  test("a plugin is installed by its folder's name, from JSON or TOML", async () => {
    const api = await start();
    expect(await install(api, { path: "hello" })).toMatchObject({ status: 201, body: { id: ID } });
    const { manifest, code } = wasmPlugin();
    const { digest } = manifest["entry"] as { readonly digest: string };
    mkdirSync(`${plugins}/toml/deeper`, { recursive: true });
    writeFileSync(
      `${plugins}/toml/deeper/plugin.toml`,
      `manifestVersion = 1\nid = "acme.toml"\nversion = "1.0.0"\napiVersion = "^1.0.0"\n[entry]\nkind = "wasm"\nfile = "plugin.wasm"\ndigest = "${digest}"\n[operations.greet]\ninput = true\noutput = true\n`,
    );
    writeFileSync(`${plugins}/toml/deeper/plugin.wasm`, code);
    expect(await install(api, { path: "toml/deeper" })).toMatchObject({ status: 201, body: { id: "acme.toml" } });
  });

  test.each(["../outside", "/etc", "hello/../../outside", ".", "", "hello/", "hello//x", "..", "~", "hello\u0000"])(
    "the path %j is no name of a folder",
    async (path) => {
      expect(await install(await start(), { path })).toMatchObject({
        status: 422,
        body: { code: "interface/invalid", issues: [{ pointer: "/path" }] },
      });
    },
  );

  test.each<readonly [what: string, prepare: () => void, problem: RegExp]>([
    ["that is not there", () => {}, /tricky is not there/],
    ["that is a link out", () => symlinkSync(`${folder.path}/outside`, `${plugins}/tricky`), /leads out/],
    ["that is a link to the folder of all", () => symlinkSync(plugins, `${plugins}/tricky`), /leads out/],
    ["without a manifest", () => mkdirSync(`${plugins}/tricky`), /neither plugin.json nor plugin.toml/],
    ["with two manifests", () => tricky({ "plugin.json": "{}", "plugin.toml": "" }), /both/],
    [
      "with a manifest that is a folder",
      () => mkdirSync(`${plugins}/tricky/plugin.json`, { recursive: true }),
      /not a file/,
    ],
    [
      "with a manifest that is a link out",
      () => {
        tricky({});
        symlinkSync(`${folder.path}/outside/plugin.json`, `${plugins}/tricky/plugin.json`);
      },
      /plugin.json leads out/,
    ],
    [
      "with code that is a link out",
      () => {
        tricky({ "plugin.json": JSON.stringify(wasmPlugin().manifest) });
        symlinkSync(`${folder.path}/outside/plugin.wasm`, `${plugins}/tricky/plugin.wasm`);
      },
      /plugin.wasm leads out/,
    ],
    [
      "with code that is another plugin's",
      () => {
        tricky({ "plugin.json": JSON.stringify(wasmPlugin().manifest) });
        symlinkSync(`${plugins}/hello/plugin.wasm`, `${plugins}/tricky/plugin.wasm`);
      },
      /plugin.wasm leads out/,
    ],
    [
      "without its code",
      () => tricky({ "plugin.json": JSON.stringify(wasmPlugin().manifest) }),
      /plugin.wasm is not there/,
    ],
    ["with a manifest that is huge", () => tricky({ "plugin.json": " ".repeat(1_048_577) }), /larger than 1048576/],
  ])("a folder %s is refused, and no path of the machine is told", async (_what, prepare, problem) => {
    prepare();
    const answer = await install(await start(), { path: "tricky" });
    expect(answer).toMatchObject({ status: 422, body: { code: "server/plugin-folder-refused" } });
    expect(answer.body["detail"]).toMatch(problem);
    expect(JSON.stringify(answer.body)).not.toContain(folder.path);
  });

  test("without a folder that the operator opened, there is nothing to install from", async () => {
    expect(await install(await startApi(), { path: "hello" })).toMatchObject({
      status: 403,
      body: { code: "server/no-plugin-folder" },
    });
  });

  function tricky(files: Readonly<Record<string, string>>): void {
    mkdirSync(`${plugins}/tricky`);
    for (const [name, text] of Object.entries(files)) writeFileSync(`${plugins}/tricky/${name}`, text);
  }
});

describe("uploads", () => {
  const upload = (bytes: number) => {
    const code = new Uint8Array(bytes);
    const { manifest } = wasmPlugin();
    return uploadOf({ manifest, code });
  };

  test("16 MiB of code arrive, and more do not", async () => {
    const api = await startApi();
    // As large as it may be, so what is wrong with it is its digest.
    expect(await install(api, upload(16_777_216))).toMatchObject({
      status: 422,
      body: { code: "plugin/digest-mismatch" },
    });
    expect(await install(api, upload(16_777_219))).toMatchObject({
      status: 422,
      body: { code: "interface/invalid", issues: [{ pointer: "/code" }] },
    });
    const tooLarge = await install(api, upload(20_000_000));
    expect(tooLarge).toMatchObject({ status: 413, body: { code: "server/body-too-large" } });
    expect(tooLarge.body["detail"]).toContain("25165824");
  });

  test("every other route still takes 1 MiB", async () => {
    const api = await startApi();
    const project = await newProject(api);
    await project.run(wasmPlugin());
    const answer = await project.invoke(ID, "greet", "x".repeat(1_100_000));
    expect(answer).toMatchObject({ status: 413, body: { code: "server/body-too-large" } });
    expect(answer.body["detail"]).toContain("1048576");
  });

  test("without a token an upload is refused before it is read", async () => {
    const api = await startApi();
    const { path } = await newProject(api);
    let sent = 0;
    const endless = new ReadableStream<Uint8Array<ArrayBuffer>>({
      async pull(controller) {
        // Slowly: what is read at once is what the sockets hold anyway.
        await new Promise((resolve) => setTimeout(resolve, 1));
        sent += 65_536;
        controller.enqueue(new Uint8Array(65_536));
        if (sent > 60_000_000) controller.close();
      },
    });
    const headers = { "content-type": "application/json" };
    const request: RequestInit = { method: "POST", body: endless, duplex: "half", headers };
    const { status } = await fetch(`${api.url}${path}/plugins`, request);
    expect(status).toBe(401);
    expect(sent).toBeLessThan(20_000_000);
  });
});

describe("profiles", () => {
  const PLUGIN: Plugin = {
    metadata: { id: "acme.memory", version: "1.0.0", apiVersion: "1.0", operations: ["greet"] },
    invoke: async ({ input }) => ({ kind: "value", value: input }),
  };
  const MEMORY = {
    manifestVersion: 1,
    id: "acme.memory",
    version: "1.0.0",
    apiVersion: "^1.0.0",
    entry: { kind: "memory", name: "acme.memory" },
    operations: { greet: { input: true, output: true } },
  };
  const PROD = {
    CORDON_PROFILE: "prod",
    CORDON_BEHIND_PROXY: "true",
    CORDON_TOKEN: "",
    CORDON_API_TOKENS: `ci=${digestToken(TOKEN)}`,
  };

  test("dev runs an unsigned plugin with a warning, and one of its own process", async () => {
    const api = await startApi({}, { memoryPlugins: { "acme.memory": PLUGIN } });
    const project = await newProject(api);
    await project.run(wasmPlugin());
    expect(api.log()).toContain("plugin is not signed");
    expect((await install(api, { manifest: MEMORY })).status).toBe(201);
    await api.call({ path: `${project.path}/plugins`, body: { manifest: MEMORY } });
    await project.post("acme.memory", "enable");
    expect((await project.invoke("acme.memory", "greet", [1, null])).body["output"]).toEqual({
      kind: "value",
      value: [1, null],
    });
  });

  test("a memory plugin that the server was not started with fails, and says so", async () => {
    const api = await startApi();
    const project = await newProject(api);
    await api.call({ path: `${project.path}/plugins`, body: { manifest: MEMORY } });
    expect((await project.post("acme.memory", "enable")).body).toMatchObject({
      state: "failed",
      failure: { code: "plugin/memory-unknown" },
    });
  });

  test("prod refuses what is unsigned, and plugins of its own process", async () => {
    const api = await startApi(PROD, { memoryPlugins: { "acme.memory": PLUGIN } });
    expect(await install(api, uploadOf(wasmPlugin()))).toMatchObject({
      status: 403,
      body: { code: "plugin/unsigned" },
    });
    expect(await install(api, { manifest: MEMORY })).toMatchObject({
      status: 403,
      body: { code: "plugin/memory-refused" },
    });
  });
});

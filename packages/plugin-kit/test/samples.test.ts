import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { beforeAll, describe, expect, test } from "vitest";
import { pluginCases } from "../src/conformance/index.ts";
import {
  buildPlugin,
  findCCompiler,
  type PluginFiles,
  readPluginFolder,
  scaffoldPlugin,
  TEMPLATES,
} from "../src/index.ts";
import { harnessPorts } from "./_folder.ts";
import { runSuite } from "../../../tools/testing/run-suite.ts";

const ports = harnessPorts();
const compiler = await findCCompiler();
const MISSING = "needs clang: apt-get install clang-19 lld-19 wasi-libc libclang-rt-19-dev-wasm32";

test("in CI, there is a C compiler to build the sample with", () => {
  if (process.env["CI"] && compiler === undefined) throw new Error(`It ${MISSING}.`);
});

const [missing, there] = [TEMPLATES.filter(isMissing), TEMPLATES.filter((template) => !isMissing(template))];

test.skip.each(missing)(`%s ${MISSING}`, () => {});

describe.each(there)("the sample in %s", (template) => {
  let files: PluginFiles;
  beforeAll(async () => {
    files = await built(template);
  }, 60_000);

  runSuite(pluginCases, async () => ({ ...ports, files }));

  test("builds to the same bytes again", async () => {
    expect((await built(template)).manifest).toBe(files.manifest);
  });
});

function isMissing(template: string): boolean {
  return template === "c" && compiler === undefined;
}

async function built(template: (typeof TEMPLATES)[number]): Promise<PluginFiles> {
  const folder = await mkdtemp(join(tmpdir(), "cordon-kit-"));
  try {
    const dir = join(folder, "my.plugin");
    await scaffoldPlugin({ dir, id: "my.plugin", template });
    await buildPlugin({ dir });
    return await readPluginFolder(dir);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

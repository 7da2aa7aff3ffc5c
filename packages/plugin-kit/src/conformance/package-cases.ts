import { deepEqual, equal, fail } from "node:assert/strict";
import type { ConformanceCase } from "@cordon/core/conformance";
import { digestOf, parseManifest } from "@cordon/plugin-runtime";
import { type PluginSubject, stillHarness } from "./plugin-subject.ts";

/** What can be said of a plugin's files before any call. */
export const packageCases: readonly ConformanceCase<PluginSubject>[] = [
  {
    name: "the manifest is valid",
    needs: [],
    async run(make) {
      const { files } = await make();
      parseManifest(files.manifest);
    },
  },
  {
    name: "the manifest's digest is that of the code",
    needs: [],
    async run(make) {
      const { files } = await make();
      const { entry } = parseManifest(files.manifest);
      if (entry.kind === "memory") fail("A plugin of the host's own process has no code to hand out.");
      equal(entry.digest, digestOf(files.code), "The code was changed after the manifest was written. Build it again.");
    },
  },
  {
    name: "the code loads, and is what its manifest says",
    needs: [],
    async run(make) {
      const harness = await stillHarness(await make());
      await harness[Symbol.asyncDispose]();
    },
  },
  {
    name: "every operation has an example, and every example an operation",
    needs: [],
    async run(make) {
      const { files } = await make();
      const operations = Object.keys(parseManifest(files.manifest).operations);
      const shown = new Set(files.examples.map(({ operation }) => operation));
      deepEqual(
        [...shown].sort(),
        operations.sort(),
        "examples.json must have each operation of the manifest, and no other.",
      );
    },
  },
];

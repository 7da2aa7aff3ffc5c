import { deepEqual, ok } from "node:assert/strict";
import type { ConformanceCase } from "@cordon/core/conformance";
import { type AskedCapabilities, parseManifest } from "@cordon/plugin-runtime";
import { DENIABLE } from "../harness/asked-grant.ts";
import { call, describe, isFault, labelOf } from "./call-example.ts";
import { importsOf } from "./imports-of.ts";
import { type PluginSubject, stillHarness } from "./plugin-subject.ts";

// What in a module's imports, or in a script, shows that a capability is used at all.
const USED_BY: Readonly<Record<keyof AskedCapabilities, { readonly imported: RegExp; readonly written: RegExp }>> = {
  http: { imported: /^http$/, written: /\bhttp\b/ },
  storage: { imported: /^storage_/, written: /\bstorage\b/ },
  events: { imported: /^publish$/, written: /\bpublish\b/ },
  secrets: { imported: /^http$/, written: /\bhttp\b/ },
  config: { imported: /^config$/, written: /\bconfig\b/ },
};

/** What a plugin asks for, and what it does without. */
export const capabilityCases: readonly ConformanceCase<PluginSubject>[] = [
  {
    name: "it asks for nothing that its code never uses",
    needs: [],
    async run(make) {
      const { files } = await make();
      const { entry, capabilities = {} } = parseManifest(files.manifest);
      const asked = Object.keys(capabilities) as (keyof AskedCapabilities)[];
      const isUsed =
        entry.kind === "wasm" ? usedByImports(importsOf(files.code)) : usedByText(new TextDecoder().decode(files.code));
      const unused = asked.filter((name) => !isUsed(name));
      deepEqual(
        unused,
        [],
        "The manifest asks for more than the code uses. An operator who is asked for less grants it sooner.",
      );
    },
  },
  {
    name: "without what it asks for, it fails or refuses, and does not crash",
    needs: [],
    async run(make) {
      const subject = await make();
      await using harness = await stillHarness(subject, DENIABLE);
      for (const example of subject.files.examples) {
        const answered = await call(harness, example);
        ok(
          !isFault(answered),
          `${labelOf(example)} ends with ${describe(answered.outcome)} where it is granted nothing.`,
        );
      }
    },
  },
];

function usedByImports(imports: readonly string[]): (name: keyof AskedCapabilities) => boolean {
  return (name) => imports.some((each) => USED_BY[name].imported.test(each));
}

// A bundle keeps the names of what it calls. That a name is there proves nothing; that it is not there does.
function usedByText(text: string): (name: keyof AskedCapabilities) => boolean {
  return (name) => USED_BY[name].written.test(text);
}

import { spawnSync } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

const ROOT = new URL("../..", import.meta.url).pathname;

/** What each README's example prints, line by line: an example that says something else is no longer true. */
const PRINTED: Readonly<Record<string, readonly (string | RegExp)[]>> = {
  "packages/bus/README.md": [
    "till asked for ping",
    "till has no grant for emit:sale. Ask the host to grant it.",
    "event.till.sale till",
  ],
  "packages/contract-diff/README.md": [
    "schema/minimum backward The new version refuses what the old one took: `/age` must be 18 or more. { age: 0 }",
  ],
  "packages/core/README.md": ["Hello again 2"],
  "packages/egress/README.md": [
    "200 hello from 93.184.215.14",
    "egress/address-refused",
    "egress/denied",
    "egress/invalid",
  ],
  "packages/events/README.md": [
    "{ sequence: 1, duplicate: false } { sequence: 1, duplicate: true }",
    "orders.created order-1 { total: 3 }",
  ],
  "packages/interface/README.md": ["Hello 0", /must not be empty/, /colour/],
  "packages/kernel/README.md": ["Hello, Ada! running"],
  "packages/middleware/README.md": [],
  "packages/plugin-example/README.md": [/^none .*"words":6.*$/m, /^wasm .*"words":6.*$/m],
  "packages/plugin-kit/README.md": ["{ greeting: 'Hello, Ada!', times: 1 }", "true storage allowed, storage allowed"],
  "packages/plugin-runtime/README.md": ['{"kind":"value","value":"Hello, Ada!"}'],
  "packages/resilience/README.md": [
    "a.example is down\na.example is down",
    /no more are made for 10000 ms/,
    "open closed",
  ],
  "packages/serde-strategy/README.md": ['{"name":"Hello","tags":["a","b"],"size":0.5}'],
  "packages/storage/README.md": ["1 hello"],
  "packages/transport/README.md": ["ok hello"],
  "packages/wasm-engine/README.md": ["hello 12"],
};

const readmes = globSync("packages/*/README.md", { cwd: ROOT }).sort();

test("every package's README is known here", () => {
  expect(readmes).toEqual(Object.keys(PRINTED));
});

test.each(readmes)("the example of %s runs and prints what it should", (readme) => {
  const examples = [...readFileSync(join(ROOT, readme), "utf8").matchAll(/^```ts\n(.*?)^```$/gms)].map(
    ([, code = ""]) => code,
  );
  expect(examples.length).toBeGreaterThan(0);
  const folder = mkdtempSync(join(tmpdir(), "cordon-readme-"));
  // Beside the package's own files, so that its name and its dependencies resolve as they do for it.
  const file = join(ROOT, dirname(readme), "dist", ".readme-example.ts");
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
    rmSync(file, { force: true });
  });
  for (const code of examples) {
    writeFileSync(file, code);
    const { stdout, stderr, status } = spawnSync(process.execPath, [file], { cwd: folder });
    expect({ status, stderr: stderr.toString() }).toEqual({ status: 0, stderr: "" });
    for (const line of PRINTED[readme] ?? []) expect(stdout.toString()).toMatch(line);
  }
});

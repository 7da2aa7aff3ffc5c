import { afterAll, expect, test } from "vitest";
import { createScratch } from "./_scratch.ts";

const scratch = createScratch();
afterAll(() => scratch.remove());

type Change = (content: string) => string;

const text =
  (content: string): Change =>
  () =>
    content;
const replace =
  (from: string, to: string): Change =>
  (content) => {
    if (!content.includes(from)) throw new Error(`There is no ${JSON.stringify(from)} to replace.`);
    return content.replace(from, to);
  };
const append =
  (more: string): Change =>
  (content) =>
    content + more;

const dependency = (name: string, range: string): Change =>
  replace('"@cordon/core": "workspace:^"', `"@cordon/core": "workspace:^", "${name}": "${range}"`);

const VIOLATIONS: readonly (readonly [what: string, step: string, path: string, change: Change, said: RegExp])[] = [
  [
    "a dependency against the layers",
    "layers",
    "packages/interface/package.json",
    dependency("@cordon/transport", "workspace:^"),
    /interface depends on transport, which layers\.json does not let it/,
  ],
  [
    "a layer list that names what is not there",
    "layers",
    "layers.json",
    replace('"storage"', '"strorage"'),
    /layers\.json names strorage, which is not there[^]*storage is not in layers\.json/,
  ],
  [
    "an import against the layers",
    "imports",
    "packages/interface/src/planted.ts",
    text('export { transportError } from "../../transport/dist/index.js";\n'),
    /layer-interface: packages\/interface\/src\/planted\.ts -> packages\/transport/,
  ],
  [
    "a circle",
    "imports",
    "packages/core/src/json-value.ts",
    append('export type { Project } from "./domain/project.ts";\nexport type { Storage } from "./ports/storage.ts";\n'),
    /no-cycle: packages\/core\/src/,
  ],
  [
    "an import of another package's sources",
    "imports",
    "packages/storage/src/planted.ts",
    text('export { coreErrors } from "../../core/src/errors.ts";\n'),
    /no-deep-import: packages\/storage\/src\/planted\.ts -> packages\/core\/src\/errors\.ts/,
  ],
  [
    "an adapter imported by a package",
    "imports",
    "packages/storage/src/planted.ts",
    text('export { createSystemClock } from "@cordon/core/system";\n'),
    /no-adapter-import: packages\/storage\/src\/planted\.ts/,
  ],
  [
    "a platform module in core",
    "imports",
    "packages/core/src/planted.ts",
    text('export { readFileSync } from "node:fs";\n'),
    /no-node-in-core: packages\/core\/src\/planted\.ts -> fs/,
  ],
  [
    "an import that leads nowhere",
    "imports",
    "packages/core/src/planted.ts",
    text('export { nothing } from "@cordon/storage";\n'),
    /not-resolved: packages\/core\/src\/planted\.ts/,
  ],
  [
    "an unused export",
    "unused",
    "packages/core/src/decorate.ts",
    append("export const planted = 1;\n"),
    /decorate\.ts: exports: planted/,
  ],
  [
    "an unused file",
    "unused",
    "packages/core/src/planted.ts",
    text("export const planted = 1;\n"),
    /planted\.ts: files/,
  ],
  [
    "an unused dependency",
    "unused",
    "packages/storage/package.json",
    dependency("zod", "catalog:"),
    /packages\/storage\/package\.json: dependencies: zod/,
  ],
  [
    "a stale API report",
    "api-reports",
    "packages/storage/api/sqlite.api.md",
    append("more\n"),
    /packages\/storage\/api\/sqlite\.api\.md is stale[^]*npx pnpm generate/,
  ],
  [
    "a type that is mentioned but not exported",
    "api-reports",
    "packages/storage/dist/adapters/sqlite/index.d.ts",
    replace("export type { SqliteStorageOptions }", "import type { SqliteStorageOptions }"),
    /The symbol "SqliteStorageOptions" needs to be exported/,
  ],
  [
    "a renamed error code",
    "docs",
    "packages/core/src/errors.ts",
    replace('"auth/required"', '"auth/needed"'),
    /docs\/errors\.md is stale[^]*breaks clients/,
  ],
  [
    "an error code that two packages declare",
    "docs",
    "packages/storage/src/errors.ts",
    replace('"storage/schema-too-new"', '"storage/conflict"'),
    /The code storage\/conflict is declared by core and by storage/,
  ],
  [
    "a DTO that was changed and not pinned",
    "contracts",
    "packages/interface/dist/schema/project.js",
    replace("archived: z.boolean()", "archived: z.string()"),
    /contracts\/dto\/project\/v1\.json differs at \/properties\/archived\/type[^]*npx pnpm generate[^]*new version/,
  ],
  [
    "a contract that no schema makes",
    "contracts",
    "contracts/dto/project/v9.json",
    text("{}\n"),
    /v9\.json is pinned, but no schema makes it/,
  ],
  [
    "a required property in a request without a new version",
    "contracts",
    "contracts/dto/upgrade-plugin/v1.json",
    (content) =>
      replace(
        '"required": [',
        '"required": ["reason", ',
      )(replace('"properties": {', '"properties": { "reason": { "type": "string" }, ')(content)),
    /schema\/required[^]*upgrade-plugin\/v1[^]*1 finding fails/,
  ],
  [
    "a request that is compared as an answer",
    "contracts",
    "contract-diff.json",
    replace('"match": "dto/upgrade-*", "flow": "in"', '"match": "dto/upgrade-*", "flow": "out"'),
    /The flow of dto\/upgrade-plugin is out, and must be in\./,
  ],
  [
    "a table that is not what the pairs say",
    "docs",
    "packages/contract-diff/MATRIX.md",
    replace("| breaks ", "| allowed "),
    /packages\/contract-diff\/MATRIX\.md is stale/,
  ],
  [
    "a file that is not formatted",
    "format",
    "packages/core/src/decorate.ts",
    append("export   {}\n"),
    /decorate\.ts[^]*npx pnpm format/,
  ],
  ["an any", "lint", "packages/core/src/planted.ts", text("export const planted: any = 1;\n"), /no-explicit-any/],
  [
    "a promise left alone",
    "lint",
    "packages/core/src/planted.ts",
    text("Promise.reject(new Error());\n"),
    /no-floating-promises/,
  ],
  [
    "a type error in a test",
    "types",
    "packages/core/test/planted.ts",
    text("export const planted: string = 1;\n"),
    /planted\.ts.*TS2322/,
  ],
  [
    "a file of more than 300 lines",
    "lengths",
    "packages/core/src/planted.ts",
    text("// A line.\n".repeat(301)),
    /planted\.ts has 301 lines/,
  ],
  [
    "a manifest unlike the others",
    "packages",
    "packages/core/package.json",
    replace('"sideEffects": false', '"sideEffects": true'),
    /packages\/core: sideEffects must be false/,
  ],
  [
    "a tarball without what it exports",
    "package-lint",
    "packages/core/package.json",
    replace("./dist/testing/index.js", "./dist/testing/missing.js"),
    /@cordon\/core: .*missing\.js/,
  ],
];

test.each(VIOLATIONS)("the gate catches %s", { timeout: 60_000 }, (_what, step, path, change, said) => {
  const output = scratch.plant(path, change, step);
  expect(output).toMatch(/^FAIL/m);
  expect(output).toMatch(said);
});

test.each(["layers", "imports", "unused", "docs", "contracts", "lengths", "packages"])(
  "without a violation, the step %s passes",
  (step) => {
    expect(scratch.plant("planted.txt", text(""), step)).toMatch(/^ok/m);
  },
);

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createMemoryStorage, type Storage } from "@cordon/core";
import { createPostgresStorage } from "@cordon/storage/postgres";
import { createSqliteStorage } from "@cordon/storage/sqlite";
import { describe, onTestFinished } from "vitest";
// The schemas of tests are apart in the same way wherever PostgreSQL is used.
import { emptySchemaUrl, hasPostgres } from "../../../storage/test/_postgres.ts";

/** A signal that never aborts. */
export const never: AbortSignal = new AbortController().signal;

/** A folder of its own for the running test, removed when it ends. */
export function temporaryFolder(): string {
  const path = mkdtempSync(join(tmpdir(), "cordon-kernel-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Makes empty storage that is disposed when the running test ends. */
export type MakeStorage = () => Promise<Storage>;

/** Describes the same tests over memory, SQLite in a file, and PostgreSQL where there is a server. */
export function describeStorages(name: string, body: (make: MakeStorage) => void): void {
  const kinds: readonly (readonly [string, () => Promise<Storage>])[] = [
    ["memory", async () => createMemoryStorage()],
    ["SQLite", async () => createSqliteStorage({ file: join(temporaryFolder(), "cordon.db") })],
    ["PostgreSQL", async () => createPostgresStorage({ connectionString: await emptySchemaUrl() })],
  ];
  for (const [kind, open] of kinds)
    describe.skipIf(kind === "PostgreSQL" && !hasPostgres)(`${name} in ${kind}`, () => {
      body(async () => {
        const storage = await open();
        onTestFinished(() => storage[Symbol.asyncDispose]());
        return storage;
      });
    });
}

/** Which call of storage is about to be made: `before` runs first, `after` with what it came to. */
export interface StorageHooks {
  readonly before?: (method: "get" | "list" | "commit", call: number) => void | Promise<void>;
  readonly after?: (method: "get" | "list" | "commit", call: number) => void | Promise<void>;
}

/** Storage on which a test can look in on each call, counted from 1. */
export function hookedStorage(inner: Storage, { before, after }: StorageHooks): Storage {
  let calls = 0;
  const around = async <Result>(method: "get" | "list" | "commit", run: () => Promise<Result>): Promise<Result> => {
    calls += 1;
    const call = calls;
    await before?.(method, call);
    const result = await run();
    await after?.(method, call);
    return result;
  };
  return {
    get: (request, signal) => around("get", () => inner.get(request, signal)),
    list: (request, signal) => around("list", () => inner.list(request, signal)),
    commit: (request, signal) => around("commit", () => inner.commit(request, signal)),
    check: (signal) => inner.check(signal),
    [Symbol.asyncDispose]: () => inner[Symbol.asyncDispose](),
  };
}

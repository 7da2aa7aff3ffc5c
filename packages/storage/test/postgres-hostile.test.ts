import { inspect } from "node:util";
import { Client } from "pg";
import { describe, expect, test } from "vitest";
import { findPostgres, startPostgres } from "../../../tools/testing/postgres-server.ts";
import { createPostgresStorage } from "../src/adapters/postgres/index.ts";
import { never } from "./_folder.ts";
import { emptySchemaUrl, hasPostgres } from "./_postgres.ts";

const put = (key: string) => ({ kind: "put", collection: "c", key, value: { key }, expect: "absent" }) as const;

describe.skipIf(!hasPostgres)("PostgreSQL", () => {
  test("ten servers that start at once on an empty database all come up", async () => {
    const connectionString = await emptySchemaUrl();
    const servers = Array.from({ length: 10 }, () => createPostgresStorage({ connectionString, maxConnections: 2 }));
    await Promise.all(servers.map((server) => server.check(never)));
    const commits = await Promise.allSettled(servers.map((server) => server.commit({ changes: [put("a")] }, never)));
    expect(commits.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()));
  });

  test("a database that a newer version wrote is refused", async () => {
    const connectionString = await emptySchemaUrl();
    await using first = createPostgresStorage({ connectionString });
    await first.check(never);
    const client = new Client({ connectionString });
    await client.connect();
    await client.query("UPDATE schema_version SET version = 99");
    await client.end();
    await using second = createPostgresStorage({ connectionString });
    await expect(second.check(never)).rejects.toMatchObject({ code: "storage/schema-too-new", details: { found: 99 } });
  });

  test("a commit that waits too long for another is unavailable, and the connection is sound afterwards", async () => {
    const connectionString = await emptySchemaUrl();
    await using storage = createPostgresStorage({ connectionString, statementTimeoutMs: 200, maxConnections: 1 });
    await storage.check(never);
    const other = new Client({ connectionString });
    await other.connect();
    await other.query("BEGIN; LOCK TABLE records IN ACCESS EXCLUSIVE MODE");
    await expect(storage.commit({ changes: [put("a")] }, never)).rejects.toMatchObject({
      code: "storage/unavailable",
      details: { reason: "the database took too long" },
    });
    await other.query("ROLLBACK");
    await other.end();
    expect(await storage.commit({ changes: [put("a")] }, never)).toEqual([1]);
  });

  test("a server that stops makes calls unavailable, and when it is back they work", { timeout: 60_000 }, async () => {
    await using server = await startPostgres(findPostgres() ?? "");
    await using storage = createPostgresStorage({ connectionString: server.url, connectTimeoutMs: 1000 });
    await storage.commit({ changes: [put("a")] }, never);
    await server.stop();
    await expect(storage.commit({ changes: [put("b")] }, never)).rejects.toMatchObject({ code: "storage/unavailable" });
    await expect(storage.check(never)).rejects.toMatchObject({ code: "storage/unavailable" });
    await server.start();
    expect(await storage.get({ collection: "c", key: "a" }, never)).toMatchObject({ revision: 1 });
    expect(await storage.commit({ changes: [put("b")] }, never)).toEqual([1]);
  });

  test("a connection that is cut in the middle of a commit leaves a pool that works", async () => {
    const connectionString = await emptySchemaUrl();
    await using storage = createPostgresStorage({ connectionString });
    await storage.check(never);
    const other = new Client({ connectionString });
    await other.connect();
    await other.query("BEGIN; LOCK TABLE records IN ACCESS EXCLUSIVE MODE");
    // Listened to from the start: it may reject while the cut is still being confirmed.
    const outcome = storage.commit({ changes: [put("a")] }, never).then(
      () => "made",
      (error: unknown) => error,
    );
    // Only who waits for this very lock: other tests use the same server.
    const cutting =
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))";
    let cut = 0;
    while (cut === 0) cut = (await other.query(cutting)).rowCount ?? 0;
    expect(await outcome).toMatchObject({ code: "storage/unavailable" });
    await other.query("ROLLBACK");
    await other.end();
    expect(await storage.commit({ changes: [put("a")] }, never)).toEqual([1]);
  });
});

test("nothing at the address is unavailable, and the password is in no part of the error", async () => {
  await using storage = createPostgresStorage({ connectionString: "postgres://u:hunter2@127.0.0.1:1/db" });
  const error: unknown = await storage.check(never).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: "storage/unavailable", details: { reason: "the database cannot be reached" } });
  expect(inspect(error, { depth: 10 })).not.toContain("hunter2");
});

test.each([
  [{ connectionString: "not a url" }, TypeError],
  [{ connectionString: "postgres://h/d", maxConnections: 0 }, RangeError],
  [{ connectionString: "postgres://h/d", statementTimeoutMs: 1.5 }, RangeError],
])("the options of case %# are a programmer's mistake", (options, kind) => {
  expect(() => createPostgresStorage(options)).toThrow(kind);
});

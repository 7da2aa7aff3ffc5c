import type { Pool, PoolClient } from "pg";

/** Runs work in one transaction. A connection that cannot be rolled back is thrown away, never given back to the pool. */
export async function inTransaction<Result>(
  pool: Pool,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // While a client is checked out its errors are its user's to hear; the query under way rejects with them as well.
  const hear = (error: Error): void => {
    broken = error;
  };
  client.on("error", hear);
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch((failure: unknown) => {
      broken = failure instanceof Error ? failure : new Error("The transaction could not be rolled back.");
    });
    throw error;
  } finally {
    client.off("error", hear);
    client.release(broken);
  }
}

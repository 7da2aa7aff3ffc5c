// The peer: what an experienced user of fastify writes by hand, and no more: the same schema, the same insert.
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import process from "node:process";
import { DatabaseSync } from "node:sqlite";
import Fastify from "fastify";

const [, , file = "", synchronous = "FULL"] = process.argv;
const database = new DatabaseSync(file);
database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous};
  CREATE TABLE records (collection TEXT, key TEXT, revision INTEGER, value TEXT, PRIMARY KEY (collection, key)) WITHOUT ROWID`);
const insert = database.prepare("INSERT INTO records (collection, key, revision, value) VALUES (?, ?, 1, ?)");

const schema = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`../../contracts/dto/${name}/v1.json`, import.meta.url), "utf8")) as Record<
    string,
    unknown
  >;
const { $id: _body, $schema: _dialect, ...body } = schema("create-project");
const { $id: _project, $schema: _same, ...project } = schema("project");

const app = Fastify({ logger: false });
app.post<{ Body: { name: string } }>(
  "/v1/projects",
  { schema: { body, response: { 201: project } } },
  async (request, reply) => {
    const id = randomUUID();
    const now = new Date().toISOString();
    insert.run("projects", id, JSON.stringify({ name: request.body.name, labels: {}, createdAt: now, updatedAt: now }));
    reply.code(201);
    return { id, name: request.body.name, archived: false, createdAt: now, updatedAt: now, revision: 1 };
  },
);

await app.listen({ port: 0, host: "127.0.0.1" });
const address = app.server.address();
process.stdout.write(`${typeof address === "object" && address !== null ? address.port : 0}\n`);

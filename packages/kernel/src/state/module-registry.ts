import type { FieldIssue, JsonObject, Storage } from "@cordon/core";
import { z } from "zod";
import { commitChanges } from "./commit-changes.ts";
import { checkPage, type PageRequest } from "./config/config-requests.ts";
import { deleteRecord, expectationOf, requireRevision } from "./expected-revision.ts";
import { fieldsOf, nameIssues, readJsonObject, refuse, revisionIssues, wholeIssues } from "./field-checks.ts";
import { createOneAtATime } from "./one-at-a-time.ts";
import { stateError } from "./state-errors.ts";

/** A module that the kernel knows, whether it runs or not. */
export interface ModuleRecord {
  /** Words of `A-Za-z0-9_-` with dots between them, at most 128 characters. */
  readonly id: string;
  readonly kind: "native" | "plugin" | "wasm";
  /** At most 64 KiB of JSON. */
  readonly manifest: JsonObject;
  /** What it is to be after a restart. */
  readonly wanted: "running" | "stopped";
  /** Milliseconds since 1970. */
  readonly addedAt: number;
  /** Of its code: 1 to 200 printable ASCII characters without space. */
  readonly digest?: string;
}

/** A record as it stands in storage. */
export interface ModuleEntry extends ModuleRecord {
  readonly revision: number;
}

/** A record to keep, in place of one at a revision if that matters; 0 where there must be none. */
export interface PutModule extends ModuleRecord {
  readonly expectRevision?: number;
}

/** Names one record. */
export interface ModuleRequest {
  readonly id: string;
}

/** Which record to delete. */
export interface DeleteModule extends ModuleRequest {
  readonly expectRevision?: number;
}

/** The modules that the kernel knows, by id. Rejects as `ConfigRegistry` does. */
export interface ModuleRegistry {
  readonly put: (request: PutModule, signal: AbortSignal) => Promise<ModuleEntry>;
  readonly get: (request: ModuleRequest, signal: AbortSignal) => Promise<ModuleEntry | undefined>;
  readonly list: (request: PageRequest, signal: AbortSignal) => Promise<readonly ModuleEntry[]>;
  /** False where there was nothing. */
  readonly delete: (request: DeleteModule, signal: AbortSignal) => Promise<boolean>;
}

const WHAT = "module";
const COLLECTION = "modules";
const FIELDS = ["id", "kind", "manifest", "wanted", "addedAt", "digest", "expectRevision"];
const KINDS = ["native", "plugin", "wasm"] as const;
const WANTED = ["running", "stopped"] as const;
const DIGEST = /^[!-~]{1,200}$/;
const ATTEMPTS = 64;
const LATEST = 8.64e15;

// Without code generation: zod's fast path makes functions out of text, which this project does not do.
const WITHOUT_EVAL = { jitless: true } as const;
const schema = z.strictObject({
  id: z.string(),
  kind: z.enum(KINDS),
  manifest: z.record(z.string(), z.unknown()),
  wanted: z.enum(WANTED),
  addedAt: z.int(),
  digest: z.string().optional(),
});

/** Opens the module records of a storage. */
export function createModuleRegistry({ storage }: { readonly storage: Storage }): ModuleRegistry {
  const oneAtATime = createOneAtATime();
  const putOnce = async (
    { expectRevision, ...module }: PutModule,
    signal: AbortSignal,
  ): Promise<ModuleEntry | undefined> => {
    const found = await storage.get({ collection: COLLECTION, key: module.id }, signal);
    requireRevision(WHAT, module.id, found, expectRevision);
    const put = { kind: "put", collection: COLLECTION, key: module.id, value: { ...module } } as const;
    const revisions = await commitChanges(storage, [{ ...put, expect: expectationOf(found) }], signal);
    return revisions && { ...module, revision: revisions[0] ?? 0 };
  };
  return {
    async put(request, signal) {
      const checked = checkPut(request);
      return oneAtATime(async () => {
        for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
          const entry = await putOnce(checked, signal);
          if (entry !== undefined) return entry;
        }
        throw stateError("state/contended", { what: WHAT, attempts: ATTEMPTS });
      });
    },
    async get(request, signal) {
      const { id } = checkRequest(request, ["id"]);
      const record = await storage.get({ collection: COLLECTION, key: id }, signal);
      return record && entryOf(record);
    },
    async list(request, signal) {
      return (await storage.list({ collection: COLLECTION, ...checkPage(request) }, signal)).map(entryOf);
    },
    async delete(request, signal) {
      const { id, expectRevision } = checkRequest(request, ["id", "expectRevision"]);
      const expected = expectRevision === undefined ? {} : { expectRevision };
      return oneAtATime(() =>
        deleteRecord(storage, { what: WHAT, collection: COLLECTION, key: id, ...expected }, signal),
      );
    },
  };
}

function checkRequest(request: ModuleRequest, known: readonly string[]): DeleteModule {
  const fields = fieldsOf(request, known);
  refuse([...nameIssues(fields["id"], "/id"), ...revisionIssues(fields["expectRevision"])]);
  return fields as unknown as DeleteModule;
}

function checkPut(request: PutModule): PutModule {
  const { id, kind, manifest, wanted, addedAt, digest, expectRevision } = fieldsOf(request, FIELDS);
  const read = readJsonObject(manifest, "/manifest");
  refuse([
    ...nameIssues(id, "/id"),
    ...choiceIssues(kind, "/kind", KINDS),
    ...read.issues,
    ...choiceIssues(wanted, "/wanted", WANTED),
    ...wholeIssues(addedAt, "/addedAt", 0, LATEST),
    ...digestIssues(digest),
    ...revisionIssues(expectRevision),
  ]);
  const module = { id, kind, manifest: read.value, wanted, addedAt, ...(digest === undefined ? {} : { digest }) };
  return { ...module, ...(expectRevision === undefined ? {} : { expectRevision }) } as PutModule;
}

function choiceIssues(value: unknown, pointer: string, choices: readonly string[]): readonly FieldIssue[] {
  return typeof value === "string" && choices.includes(value)
    ? []
    : [{ pointer, message: `must be one of ${choices.join(", ")}` }];
}

function digestIssues(value: unknown): readonly FieldIssue[] {
  if (value === undefined || (typeof value === "string" && DIGEST.test(value))) return [];
  return [{ pointer: "/digest", message: "must be 1 to 200 printable ASCII characters without space" }];
}

function entryOf({
  key,
  revision,
  value,
}: {
  readonly key: string;
  readonly revision: number;
  readonly value: JsonObject;
}): ModuleEntry {
  const parsed = schema.safeParse(value, WITHOUT_EVAL);
  if (!parsed.success || parsed.data.id !== key) throw stateError("state/damaged", { record: `the module ${key}` });
  return { ...(value as unknown as ModuleRecord), revision };
}

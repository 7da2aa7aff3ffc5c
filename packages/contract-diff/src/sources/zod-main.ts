// The process that loadZodModule starts: `zod-main <module> <input|output> [export]`. It answers on descriptor 3, because modules log.
import { Socket } from "node:net";
import { pathToFileURL } from "node:url";
import { toJSONSchema } from "zod";

/** What the process answers, as JSON. */
export type ZodAnswer =
  | { readonly kind: "schemas"; readonly schemas: readonly { readonly name: string; readonly schema: unknown }[] }
  /** `what` is what failed: the module, an export that is not there, or a schema. `name` is the export's, or empty. */
  | {
      readonly kind: "failed";
      readonly what: "module" | "export" | "schema";
      readonly name: string;
      readonly problem: string;
    };

type ZodSchema = Parameters<typeof toJSONSchema>[0];
type Side = "input" | "output";

async function answer(path: string, io: Side, only: string | undefined): Promise<ZodAnswer> {
  let module: Readonly<Record<string, unknown>>;
  try {
    module = (await import(pathToFileURL(path).href)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    return { kind: "failed", what: "module", name: "", problem: wordsOf(error) };
  }
  const names = only === undefined ? Object.keys(module).filter((name) => isSchema(module[name])) : [only];
  if (names.length === 0) return { kind: "failed", what: "export", name: "", problem: NONE };
  const schemas: { name: string; schema: unknown }[] = [];
  for (const name of names) {
    const schema = Object.hasOwn(module, name) ? module[name] : undefined;
    if (!isSchema(schema)) return { kind: "failed", what: "export", name, problem: NONE };
    try {
      schemas.push({ name, schema: convert(schema, io) });
    } catch (error) {
      return { kind: "failed", what: "schema", name, problem: wordsOf(error) };
    }
  }
  return { kind: "schemas", schemas };
}

const NONE = "Export it by this name from the module, made with zod 4: schemas of zod 3 are not read.";

/** Schemas are known by their shape: the module may have a zod of its own. */
function isSchema(value: unknown): value is ZodSchema {
  if (typeof value !== "object" || value === null || !("_zod" in value)) return false;
  const internals = value._zod;
  return typeof internals === "object" && internals !== null && "def" in internals && "run" in internals;
}

function convert(schema: ZodSchema, io: Side): unknown {
  const params = { target: "draft-2020-12", io, unrepresentable: "throw" } as const;
  // The schema's own zod knows types that this one may not know, and the other way round only the smaller zod has no such method.
  const own: unknown = "toJSONSchema" in schema ? schema.toJSONSchema : undefined;
  return typeof own === "function" ? (own.call(schema, params) as unknown) : toJSONSchema(schema, params);
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const [, , path = "", io = "", only] = process.argv;
const socket = new Socket({ fd: 3, readable: false, writable: true });
// The module may have left timers or servers, which would hold the process.
socket.end(JSON.stringify(await answer(path, io === "input" ? "input" : "output", only)), () => process.exit(0));

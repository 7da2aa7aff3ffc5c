import { parseProjectId } from "@cordon/core";

/** Secrets by project, then by name. */
export type SecretTable = ReadonlyMap<string, ReadonlyMap<string, string>>;

const NAME = /^[A-Z][A-Z0-9_]{0,63}$/;
// What egress can find again and send in a header.
const VALUE = /^[\u0021-\u007e](?:[\u0020-\u007e]{6,8190})[\u0021-\u007e]$/;

/**
 * Reads `{"<projectId>": {"NAME": "value"}}`. Throws an `Error` that says which entry is wrong by its number: a key of the file may be
 * a value that was put in the wrong place.
 */
export function parseSecretTable(text: string): SecretTable {
  const table = new Map<string, ReadonlyMap<string, string>>();
  for (const [at, [projectId, named]] of entriesOf(parsed(text), "its content").entries()) {
    const where = `project ${at + 1}`;
    if (parseProjectId(projectId) === undefined) throw new Error(`has a name for ${where} that is no project's id`);
    const secrets = entriesOf(named, where).map(([name, value], index): [string, string] => {
      const which = `secret ${index + 1} of ${where}`;
      if (!NAME.test(name)) throw new Error(`has a name for ${which} that is not A-Z, 0-9 and underscores, 64 at most`);
      if (typeof value !== "string" || !VALUE.test(value))
        throw new Error(`has a value for ${which} that is not 8 to 8192 characters of printable ASCII`);
      return [name, value];
    });
    table.set(projectId, new Map(secrets));
  }
  return table;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the text, which is all secrets.
    throw new Error("is not JSON");
  }
}

function entriesOf(value: unknown, what: string): [string, unknown][] {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return Object.entries(value);
  throw new Error(`must be an object of objects of texts, and ${what} is none`);
}

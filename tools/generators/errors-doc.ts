import { globSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT } from "../workspace.ts";

interface Definition {
  readonly kind: string;
  readonly retryable: boolean;
  readonly message: (details: object) => string;
}

/** `docs/errors.md`, from the catalogues in every `src/errors.ts`. */
export async function errorsDoc(): Promise<ReadonlyMap<string, string>> {
  const sources = globSync("{packages,apps}/*/src/errors.ts", { cwd: ROOT }).sort();
  const { HTTP_STATUS } = (await load("packages/transport/src/adapters/http/http-status.ts")) as {
    readonly HTTP_STATUS: Readonly<Record<string, number>>;
  };
  const owners = new Map<string, string>();
  const sections: string[] = [];
  for (const source of sources) {
    const owner = source.split("/")[1] ?? "";
    const rows = Object.values(await load(source))
      .filter(isCatalogue)
      .flatMap((catalogue) => Object.entries(catalogue));
    for (const [code] of rows) {
      if (owners.has(code)) throw new Error(`The code ${code} is declared by ${owners.get(code)} and by ${owner}.`);
      owners.set(code, owner);
    }
    const lines = rows.map(
      ([code, { kind, retryable, message }]) =>
        `| \`${code}\` | ${kind} | ${HTTP_STATUS[kind]} | ${retryable ? "yes" : "no"} | ${templateOf(message)} |`,
    );
    sections.push(
      `## ${owner}\n\n| Code | Kind | HTTP | Retry | Message |\n| --- | --- | --- | --- | --- |\n${lines.join("\n")}\n`,
    );
  }
  if (owners.size === 0) throw new Error("No error code was found, so there is nothing to document.");
  const head = [
    "# Errors",
    "",
    "<!-- Generated from every src/errors.ts by `npx pnpm generate`. -->",
    "",
    "A code is stable: it is never renamed, and never used again for something else. Retry says whether the same request may succeed later.",
    "",
  ];
  return new Map([["docs/errors.md", `${head.join("\n")}\n${sections.join("\n")}`]]);
}

function load(path: string): Promise<Record<string, unknown>> {
  return import(pathToFileURL(join(ROOT, path)).href) as Promise<Record<string, unknown>>;
}

function isCatalogue(value: unknown): value is Readonly<Record<string, Definition>> {
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).every((each) => typeof (each as Partial<Definition>).message === "function");
}

/** The message with its details by name: `At most {maxBytes} bytes`. Each detail stands in as a list of one that prints its name. */
function templateOf(message: (details: object) => string): string {
  const details = new Proxy({}, { get: (_target, name) => named(String(name)) });
  return message(details).replaceAll("|", "\\|").replaceAll("\n", " ");
}

function named(name: string): readonly unknown[] {
  return [{ pointer: "/field", message: `{${name}}`, toString: () => `{${name}}` }];
}

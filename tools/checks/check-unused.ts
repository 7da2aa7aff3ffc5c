import { runCommand } from "../run-command.ts";

interface KnipReport {
  readonly issues: readonly (Readonly<Record<string, unknown>> & { readonly file: string })[];
}

/** Finds files, exports and dependencies that nothing uses. */
export async function checkUnused(): Promise<string> {
  const { stdout, output } = await runCommand("knip", ["--reporter", "json"]);
  if (!stdout.startsWith("{")) throw new Error(output);
  const { issues } = JSON.parse(stdout) as KnipReport;
  const lines = issues.flatMap(({ file, ...kinds }) =>
    Object.entries(kinds).flatMap(([kind, found]) =>
      Array.isArray(found)
        ? found.map((each) => `${file}: ${kind}: ${(each as { readonly name?: string }).name ?? ""}`)
        : [],
    ),
  );
  if (lines.length > 0) throw new Error(`${lines.join("\n")}\nDelete what nothing uses, or use it.`);
  // knip says nothing of how much it read; that it reads at all is what the planted violations of tools/test show.
  return "no unused file, export or dependency";
}

import type { Config } from "./config.ts";

/** What to say on the terminal once the server listens. The token is there only in the dev profile, where it was made for this. */
export function welcome({
  config,
  url,
  token,
}: {
  readonly config: Config;
  readonly url: string;
  readonly token?: string | undefined;
}): string {
  const kept = config.database.kind === "sqlite" ? `SQLite in ${config.dataDir}` : "PostgreSQL";
  const lines = [`Cordon is ready at ${url} (profile ${config.profile.name}, ${kept})`];
  if (token !== undefined) {
    lines.push(
      `Token: ${token}`,
      "Try:",
      `  curl -sS ${url}/v1/projects -H 'authorization: Bearer ${token}' -H 'content-type: application/json' -d '{"name":"My first project"}'`,
    );
  }
  return `${[...lines, `Docs: ${url}/docs`, "Stop with Ctrl-C."].join("\n")}\n`;
}

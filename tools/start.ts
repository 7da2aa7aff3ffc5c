// Builds, then becomes the server: one process, so that Ctrl-C reaches it alone and its exit code is the command's.
import { spawnSync } from "node:child_process";
import process from "node:process";

const build = spawnSync(process.execPath, ["tools/turbo.ts", "run", "build", "--output-logs=errors-only"], {
  stdio: ["ignore", "inherit", "inherit"],
});
if (build.status === 0) await import(new URL("../apps/api-server/dist/main.js", import.meta.url).href);
else process.exitCode = build.status ?? 1;

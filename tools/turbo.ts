// Runs turbo with its usage reporting off, whatever the machine's own settings are.
import { spawnSync } from "node:child_process";
import process from "node:process";

const turbo = spawnSync("turbo", process.argv.slice(2), {
  stdio: "inherit",
  env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1" },
});
if (turbo.error) throw turbo.error;
process.exitCode = turbo.status ?? 1;

import { resolve } from "node:path";
import { byName } from "../check/pair-contracts.ts";
import { contractDiffError } from "../errors.ts";
import { contractsOf, findPinned, findSources } from "./check-plan.ts";
import { type CheckSetup, readSetup } from "./check-setup.ts";
import type { CliHost, Command, CommandArguments } from "./command.ts";
import { pinContract, type PinStep } from "./pin-contract.ts";
import { COMPARE_OPTIONS, COMPARE_USAGE } from "./shared-options.ts";
import { createFile, replaceFile } from "./write-file.ts";

/** `contract-diff pin`. */
export const pinCommand: Command = {
  name: "pin",
  summary: "Writes contracts to the folder of pinned copies, as a new version where the change breaks somebody.",
  usage: [
    "contract-diff pin [<source>...] [--into <folder>]",
    "",
    "A source is a file, a folder, or a module of zod schemas with or without an export (src/orders.ts#Order), which is run to read them; default:",
    "the sources of the configuration. New contracts become v1.json, compatible changes are written over the newest version, others become the next.",
    "  --into <folder>      default: the first folder of contracts of the configuration, or contracts",
    ...COMPARE_USAGE,
  ],
  maxPositionals: 1000,
  options: { ...COMPARE_OPTIONS, into: { type: "string" } },
  async run(given, host, signal) {
    const setup = await readSetup(given, host, signal);
    const steps = await stepsOf(given, setup, host, signal);
    // All are decided before one is written, so that a mistake in the last leaves nothing half done.
    for (const { said, write } of steps) {
      if (write?.how === "create") await createFile(write.path, write.text);
      if (write?.how === "replace") await replaceFile(write.path, write.text);
      host.print(said);
    }
    return 0;
  },
};

async function stepsOf(
  given: CommandArguments,
  setup: CheckSetup,
  host: CliHost,
  signal: AbortSignal,
): Promise<readonly PinStep[]> {
  const { config, settingsOf, waivers } = setup;
  const { clock, tools, workingDir } = host;
  const wanted = given.positionals.length === 0 ? config.sources : given.positionals;
  if (wanted.length === 0)
    throw contractDiffError("contract-diff/usage", {
      problem: "There is nothing to pin: name a source, such as src/orders.ts#Order.",
    });
  const into = resolve(workingDir, given.text("into") ?? config.contracts[0] ?? "contracts");
  const sources = contractsOf(await findSources(wanted, setup, host, signal));
  const pinned = new Map(
    byName(contractsOf(await findPinned([into], setup, host, signal))).map((all) => [all[0]?.name, all]),
  );
  refuseTwice(sources.map(({ name }) => name));
  return sources.map((source) => {
    signal.throwIfAborted();
    return pinContract(source, {
      pinned: pinned.get(source.name) ?? [],
      into,
      workingDir,
      compareOptionsOf: (contract) => ({
        contract,
        settings: settingsOf([contract, source.name]),
        comparers: tools.comparers,
        waivers,
        now: clock.now(),
      }),
    });
  });
}

function refuseTwice(names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return;
  throw contractDiffError("contract-diff/usage", {
    problem: `Two sources are called ${twice}, and would be one pinned copy. Rename one.`,
  });
}

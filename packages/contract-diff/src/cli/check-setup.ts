import { dirname, resolve } from "node:path";
import { AppError } from "@cordon/core";
import { type CheckSettings, type ResolvedCheckSettings, resolveCheckSettings } from "../check/check-settings.ts";
import { type CheckConfig, DEFAULT_CONFIG, readConfig, settingsFor } from "../check/config.ts";
import type { GivenVersion } from "../check/contract-version.ts";
import { readWaivers, type Waiver } from "../check/waivers.ts";
import type { ContractDocument } from "../document.ts";
import type { CliHost, CommandArguments } from "./command.ts";
import { createProgress } from "./create-progress.ts";
import type { FindOptions } from "./found-contracts.ts";
import { openOnDisk, type OpenedPath, shown, type ShownTree } from "./open-path.ts";
import { readDeclared, readSettings } from "./shared-options.ts";

/** What a comparison is run with, from the options and the files. */
export interface CheckSetup {
  readonly config: CheckConfig;
  readonly settingsOf: (names: readonly string[]) => ResolvedCheckSettings;
  readonly find: FindOptions;
  readonly waivers: readonly Waiver[];
  readonly given: GivenVersion;
  readonly onProgress?: (what: string) => void;
}

const CONFIG_FILE = "contract-diff.json";
const WAIVERS_FILE = "contract-diff.waivers.json";

/** Reads the options, the configuration and the waivers. A file that is named must be there; one of the usual name may be. */
export async function readSetup(given: CommandArguments, host: CliHost, signal: AbortSignal): Promise<CheckSetup> {
  const asked = readSettings(given);
  const declared = readDeclared(given);
  const { config, folder } = await configOf(given.text("config"), host, signal);
  const waiversFile =
    given.text("waivers") ?? (config.waivers === undefined ? undefined : resolve(folder, config.waivers));
  const waivers = await readNamed(waiversFile, WAIVERS_FILE, host, signal);
  const onProgress = given.flag("verbose") ? createProgress(host) : undefined;
  const progress: CheckSettings = onProgress === undefined ? {} : { onProgress };
  const contracts = config.contracts.map((path) => resolve(folder, path));
  const opened = contracts.map((path) => openOnDisk(path, host));
  const folders = opened.filter(({ shownBelow }) => shownBelow === "").map(({ path }) => path);
  const settingsOf = (names: readonly string[]): ResolvedCheckSettings =>
    resolveCheckSettings({ ...settingsFor(config, names), ...asked, ...progress });
  return {
    config: { ...config, contracts, sources: sourcesIn(folder, config) },
    settingsOf,
    find: { folders, flowOf: (name) => settingsOf([name]).flow },
    waivers: waivers === undefined ? [] : readWaivers(waivers),
    given: declared === undefined ? {} : { declared },
    ...(onProgress === undefined ? {} : { onProgress }),
  };
}

/** Reads a file that a contract refers to from the tree that has it, by the name that it has in a report. */
export function createFileReader(
  trees: readonly ShownTree[],
  { tools }: CliHost,
): (file: string, signal: AbortSignal) => Promise<ContractDocument | undefined> {
  return async (file, signal) => {
    for (const { tree, shownBelow } of trees) {
      const start = `${tree.label === "" ? "" : `${tree.label}:`}${shownBelow}`;
      const path = file.slice(start.length);
      const found = file.startsWith(start) ? await readOptional({ tree, path, shownBelow }, tools, signal) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  };
}

interface ConfigOf {
  readonly config: CheckConfig;
  /** That paths in it are relative to. */
  readonly folder: string;
}

async function configOf(named: string | undefined, host: CliHost, signal: AbortSignal): Promise<ConfigOf> {
  const document = await readNamed(named, CONFIG_FILE, host, signal);
  if (document === undefined) return { config: DEFAULT_CONFIG, folder: host.workingDir };
  return { config: readConfig(document), folder: dirname(resolve(host.workingDir, named ?? CONFIG_FILE)) };
}

// A module's `#Export` stays behind its path.
function sourcesIn(folder: string, { sources }: CheckConfig): readonly string[] {
  return sources.map((source) => resolve(folder, source));
}

async function readNamed(
  named: string | undefined,
  usual: string,
  host: CliHost,
  signal: AbortSignal,
): Promise<ContractDocument | undefined> {
  if (named === undefined) return readOptional(openOnDisk(usual, host), host.tools, signal);
  const opened = openOnDisk(named, host);
  return shown(await host.tools.readDocument(opened.tree, opened.path, signal), opened);
}

async function readOptional(
  opened: OpenedPath,
  { readDocument }: CliHost["tools"],
  signal: AbortSignal,
): Promise<ContractDocument | undefined> {
  try {
    return shown(await readDocument(opened.tree, opened.path, signal), opened);
  } catch (error) {
    if (AppError.is(error) && error.code === "contract-diff/not-found") return undefined;
    throw error;
  }
}

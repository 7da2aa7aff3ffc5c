import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Extractor, ExtractorConfig, ExtractorLogLevel, type ExtractorMessage } from "@microsoft/api-extractor";
import { failWith, listPackages, ROOT, type WorkspacePackage } from "../workspace.ts";

interface Entry {
  readonly name: string;
  readonly types: string;
}

/** `api/<entry>.api.md` of every package: all that a user can reach, so that a change to it is seen in review. */
export async function apiReports(): Promise<ReadonlyMap<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), "cordon-api-"));
  try {
    const reports = new Map<string, string>();
    const problems: string[] = [];
    for (const each of listPackages()) {
      for (const entry of entriesOf(each)) {
        reports.set(`${each.dir}/api/${entry.name}.api.md`, reportOf(each, entry, folder, problems));
      }
    }
    failWith(problems, "Export the type from the entry point, or keep it out of what is exported.");
    if (reports.size === 0) throw new Error("No package exports types, so there is nothing to report.");
    return reports;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function entriesOf({ manifest }: WorkspacePackage): readonly Entry[] {
  return Object.entries(manifest.exports ?? {}).flatMap(([path, target]) => {
    const types = (target as { readonly types?: string } | string | null) ?? {};
    if (typeof types === "string" || types.types === undefined) return [];
    return [{ name: path === "." ? "index" : path.slice(2), types: types.types }];
  });
}

function reportOf(
  { dir, manifest }: WorkspacePackage,
  { name, types }: Entry,
  folder: string,
  problems: string[],
): string {
  const reportFolder = join(folder, dir.replaceAll("/", "-"));
  mkdirSync(reportFolder, { recursive: true });
  const projectFolder = join(ROOT, dir);
  const config = ExtractorConfig.prepare({
    configObject: {
      projectFolder,
      mainEntryPointFilePath: join(projectFolder, types),
      newlineKind: "lf",
      apiReport: {
        enabled: true,
        reportFileName: `${name}.api.md`,
        reportFolder,
        reportTempFolder: join(reportFolder, "temp"),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            module: "nodenext",
            target: "es2022",
            lib: ["es2023", "esnext"],
            types: ["node"],
            strict: true,
            skipLibCheck: true,
          },
        },
      },
      messages: {
        compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
        extractorMessageReporting: {
          default: { logLevel: ExtractorLogLevel.None },
          "ae-forgotten-export": { logLevel: ExtractorLogLevel.Error, addToApiReportFile: false },
        },
        tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
      },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: join(projectFolder, "package.json"),
  });
  // What a subpath mentions may be exported by the package's main entry, where users find it.
  const mainReport = name === "index" ? "" : readFileSync(join(reportFolder, "index.api.md"), "utf8");
  const messageCallback = (message: ExtractorMessage): void => {
    message.handled = true;
    if (message.logLevel === ExtractorLogLevel.Error && !isExportedBy(mainReport, message.text))
      problems.push(`${manifest.name} (${name}): ${message.text}`);
  };
  Extractor.invoke(config, { localBuild: true, messageCallback });
  const report = join(reportFolder, `${name}.api.md`);
  if (!existsSync(report)) throw new Error(`API Extractor wrote no report for ${manifest.name} (${name}).`);
  return readFileSync(report, "utf8");
}

function isExportedBy(report: string, message: string): boolean {
  // API Extractor numbers names that are also global: Storage_2.
  const name = /The symbol "(\w+?)(?:_\d+)?"/.exec(message)?.[1];
  const declared = `^export (?:declare )?(?:abstract )?(?:interface|type|class|const|function) ${name}\\b`;
  return new RegExp(`${declared}|^export \\{ \\w+ as ${name} \\}`, "m").test(report);
}

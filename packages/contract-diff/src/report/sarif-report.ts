import type { JsonObject } from "@cordon/core";
import type { CheckRun, Comparison } from "../check/comparison.ts";
import type { Place } from "../document.ts";
import type { Finding } from "../finding.ts";
import { aboutOf, alsoText, messageOf, ruleOf, witnessText } from "./finding-words.ts";
import { plainJson, plainText } from "./plain-text.ts";

/** SARIF 2.1.0, for code scanning. What is waived is there as suppressed, and so is neither lost nor shown as open. */
export function sarifReport(run: CheckRun): string {
  const ofContracts = run.comparisons.flatMap((comparison) =>
    comparison.findings.map((finding) => ({ finding, comparison })),
  );
  const found = [...ofContracts, ...run.notes.map((finding) => ({ finding, comparison: undefined }))];
  const ids = [...new Set(found.map(({ finding }) => finding.rule))].sort();
  const indexes = new Map(ids.map((id, index) => [id, index]));
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "contract-diff",
            semanticVersion: run.toolVersion,
            rules: ids.map((id) => ruleObject(id, run)),
          },
        },
        columnKind: "utf16CodeUnits",
        results: found.map(({ finding, comparison }) => resultOf(finding, comparison, indexes.get(finding.rule) ?? 0)),
      },
    ],
  };
  return `${plainJson(log, 2)}\n`;
}

function ruleObject(id: string, { rules }: CheckRun): JsonObject {
  const rule = ruleOf(rules, id);
  if (rule === undefined) return { id };
  const { title, why, instead } = rule;
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: `${why} ${instead}` },
  };
}

function resultOf(finding: Finding, comparison: Comparison | undefined, ruleIndex: number): JsonObject {
  const { rule, fingerprint, contract, breaks, bump, certainty, waived, old, new: next } = finding;
  const at = next ?? wholeFile(comparison?.newFile) ?? old;
  const text = [
    aboutOf(finding) === "" ? "" : `${aboutOf(finding)}:`,
    messageOf(finding),
    witnessText(finding) ?? "",
    alsoText(finding),
  ];
  return {
    ruleId: rule,
    ruleIndex,
    level: levelOf(finding),
    message: { text: text.filter((part) => part !== "").join(" ") },
    locations: at === undefined ? [] : [{ ...locationOf(at), logicalLocations: [logical(contract, at)] }],
    // Only where it is not the location already.
    ...(old === undefined || old === at
      ? {}
      : { relatedLocations: [{ id: 1, ...locationOf(old), message: { text: "the old contract" } }] }),
    partialFingerprints: { "contractDiff/v1": fingerprint },
    ...(waived === undefined
      ? {}
      : { suppressions: [{ kind: "external", status: "accepted", justification: plainText(waived) }] }),
    properties: { contract, breaks, bump, certainty },
  };
}

function levelOf({ fails, waived, breaks, certainty }: Finding): "error" | "warning" | "note" {
  if (fails || waived !== undefined) return "error";
  return breaks === "none" && certainty === "proven" ? "note" : "warning";
}

function wholeFile(file: string | undefined): Place | undefined {
  return file === undefined ? undefined : { file, pointer: "" };
}

function logical(contract: string, { pointer }: Place): JsonObject {
  return { fullyQualifiedName: plainText(`${contract}#${pointer}`) };
}

function locationOf({ file, line }: Place): JsonObject {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(file) },
      ...(line === undefined ? {} : { region: { startLine: line } }),
    },
  };
}

// A colon in the first part would read as a scheme.
function uriOf(file: string): string {
  return file.toWellFormed().replaceAll("\\", "/").split("/").map(encodeURIComponent).join("/");
}

import type { ContractDocument, Place } from "../document.ts";
import type { Change, Finding } from "../finding.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { type CheckLevel, forbids } from "./forbids.ts";
import { waiverOf } from "./waiver-notes.ts";
import { isExpired, type Waiver } from "./waivers.ts";

/** What makes findings of changes. */
export interface FinishOptions {
  readonly contract: string;
  readonly level: CheckLevel;
  readonly allowUnknown: boolean;
  readonly waivers: readonly Waiver[];
  /** Wall time, which waivers run out by. */
  readonly now: number;
  readonly oldDocuments: readonly ContractDocument[];
  readonly newDocuments: readonly ContractDocument[];
}

/** Gives changes what they lack: ids, lines, waivers, whether they fail, an order that is always the same. Equal ones are said once. */
export function finishFindings(changes: readonly Change[], options: FinishOptions): readonly Finding[] {
  const { contract, level, allowUnknown, waivers, now } = options;
  const findings = changes.map((change): Finding => {
    const fingerprint = fingerprintOf(contract, change);
    const waiver = waiverOf({ fingerprint, rule: change.rule }, waivers);
    const isForbidden = forbids(level, change, allowUnknown);
    if (waiver === undefined || isExpired(waiver, now)) return { ...change, contract, fingerprint, fails: isForbidden };
    return { ...change, contract, fingerprint, fails: false, waived: waiver.reason };
  });
  const once = new Map(findings.map((finding) => [keyOf(finding), finding]));
  return withLines([...once.values()].sort(inOrder), options);
}

/** Those that fail first, then by rule, subject, path and words. */
export function inOrder(one: Finding, other: Finding): number {
  if (one.fails !== other.fails) return one.fails ? -1 : 1;
  for (const part of ["rule", "subject", "path", "message", "fingerprint"] as const) {
    // By code units: a locale of the machine must not change what a report looks like.
    if (one[part] !== other[part]) return one[part] < other[part] ? -1 : 1;
  }
  return 0;
}

function keyOf({ fingerprint, message, old, new: next }: Finding): string {
  return JSON.stringify([fingerprint, message, old?.file, old?.pointer, next?.file, next?.pointer]);
}

function withLines(findings: readonly Finding[], { oldDocuments, newDocuments }: FinishOptions): readonly Finding[] {
  const oldLines = linesIn(
    oldDocuments,
    findings.map(({ old }) => old),
  );
  const newLines = linesIn(
    newDocuments,
    findings.map(({ new: next }) => next),
  );
  return findings.map((finding) => ({
    ...finding,
    ...(finding.old === undefined ? {} : { old: withLine(finding.old, oldLines) }),
    ...(finding.new === undefined ? {} : { new: withLine(finding.new, newLines) }),
  }));
}

type Lines = ReadonlyMap<string, number>;

const placeKey = ({ file, pointer }: Place): string => JSON.stringify([file, pointer]);

// A document is gone through once for all that was found in it, and not at all where nothing was.
function linesIn(documents: readonly ContractDocument[], places: readonly (Place | undefined)[]): Lines {
  const lines = new Map<string, number>();
  for (const document of documents) {
    const { file } = document;
    const within = places.flatMap((place) => (place?.file === file ? [place.pointer] : []));
    const pointers = [...new Set(within)];
    const found = pointers.length === 0 ? [] : document.linesOf(pointers);
    for (const [index, pointer] of pointers.entries()) {
      const line = found[index];
      if (line !== undefined) lines.set(placeKey({ file, pointer }), line);
    }
  }
  return lines;
}

function withLine(place: Place, lines: Lines): Place {
  const line = place.line ?? lines.get(placeKey(place));
  return line === undefined ? place : { ...place, line };
}

import type { ContractDocument, LoadDocument } from "../document.ts";
import type { Changes } from "../finding.ts";
import type { SchemaComparer } from "../rules/compare-schemas.ts";
import { compareChannels } from "./compare-channels.ts";
import { compareOperations } from "./compare-operations.ts";
import { compareServers } from "./compare-servers.ts";
import { compareWords } from "./compare-words.ts";
import { plainFields } from "./fields-of.ts";
import { createComparison, type Comparison } from "./comparison.ts";
import type { Model } from "./model.ts";
import { readAsyncApi } from "./read-async-api.ts";
import { createSide } from "./side.ts";

/** What the comparison is made with. */
export interface AsyncApiTools {
  readonly comparer: SchemaComparer;
  readonly load?: LoadDocument | undefined;
}

/** Compares two AsyncAPI documents, their schemas with the comparer that is given. */
export function compareAsyncApiWith(
  old: ContractDocument,
  next: ContractDocument,
  { comparer, load }: AsyncApiTools,
): Changes {
  const sides = { old: createSide(old, load), next: createSide(next, load) };
  const models = { old: readAsyncApi(sides.old), next: readAsyncApi(sides.next) };
  const comparison = createComparison(sides.old, sides.next, comparer);
  compareInfos(comparison, models.old, models.next);
  const serverKeys = compareServers(comparison, models.old, models.next);
  const channels = compareChannels(comparison, models.old, models.next, serverKeys);
  compareOperations(comparison, models, channels);
  return { changes: comparison.changes, examined: comparison.examined };
}

// The version of the contract is what all this is asked for, and no change of its own.
const INFO_WORDS = ["termsOfService", "contact", "license"];

function compareInfos(comparison: Comparison, old: Model, next: Model): void {
  if (old.info === undefined || next.info === undefined) return;
  compareWords(comparison, {
    subject: "info",
    old: plainFields(old.info),
    next: plainFields(next.info),
    more: INFO_WORDS,
  });
}

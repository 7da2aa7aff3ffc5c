import type { CheckRun } from "../check/comparison.ts";
import { summaryOf } from "../check/summary.ts";
import { plainText } from "./plain-text.ts";

/** A run in two sentences. */
export function summaryText(run: CheckRun): string {
  const { contracts, failing, failedContracts, waived, unknown, others, bump } = summaryOf(run);
  const within = failedContracts === 0 ? "" : ` in ${contractCount(failedContracts)}`;
  const counts = [
    `${failing} ${failing === 1 ? "finding fails" : "findings fail"}${within}`,
    ...(waived === 0 ? [] : [`${waived} waived`]),
    ...(unknown === 0 ? [] : [`${unknown} undecided`]),
    `${others} ${others === 1 ? "other" : "others"}`,
  ];
  const asked = bump === "none" ? "Nothing asks for a version." : `The changes ask for a ${bump} version.`;
  return `${contractCount(contracts)} against ${plainText(run.against)}: ${counts.join(", ")}. ${asked}`;
}

function contractCount(count: number): string {
  return `${count} ${count === 1 ? "contract" : "contracts"}`;
}

import type { CheckRun, Comparison } from "../../src/check/comparison.ts";
import { contractRules } from "../../src/check/contract-rules.ts";
import type { Finding } from "../../src/finding.ts";

/** Everything that one of the reports could be taken in by. */
export const HOSTILE =
  "a\nb\r\u001b[31mred\u0007::error file=x::y %0A ]]> <script>alert(1)</script> & \"q\" 's' | @everyone #1 [l](http://x) `c` *e* \u2028 \u202e \u200b \ufffe \ud800 \u0000 \u0085 --> end";

export const FINDING: Finding = {
  contract: "dto/order/v1",
  rule: "schema/required",
  fingerprint: "0123456789abcdef",
  fails: true,
  breaks: "backward",
  bump: "major",
  certainty: "proven",
  subject: "",
  path: "/customer",
  message: 'The property "customer" is required now. Make it optional.',
  old: { file: "main:contracts/dto/order/v1.json", pointer: "/required", line: 12 },
  new: { file: "contracts/dto/order/v1.json", pointer: "/required", line: 14 },
  witness: {
    document: { id: 1 },
    acceptedBy: "old",
    refusedBy: "new",
    reason: "must have required property 'customer'",
  },
};

const WAIVED: Finding = {
  ...FINDING,
  rule: "schema/enum",
  fingerprint: "1111111111111111",
  fails: false,
  waived: "Nobody sends it since March.",
  path: "/state",
  message: 'The value "lost" is gone.',
};

const NOTE: Finding = {
  contract: "",
  rule: "contract/waiver-unused",
  fingerprint: "2222222222222222",
  fails: false,
  breaks: "none",
  bump: "none",
  certainty: "proven",
  subject: "",
  path: "",
  message: "The waiver matches no finding. Remove it.",
  new: { file: "contract-diff.waivers.json", pointer: "/waivers/0", line: 3 },
};

export function comparison(findings: readonly Finding[], parts: Partial<Comparison> = {}): Comparison {
  return {
    contract: "dto/order/v1",
    kind: "json-schema",
    level: "backward",
    findings,
    bump: findings.length === 0 ? "none" : "major",
    bumpIsEnough: true,
    examined: 1,
    oldFile: "main:contracts/dto/order/v1.json",
    newFile: "contracts/dto/order/v1.json",
    ...parts,
  };
}

export function runOf(comparisons: readonly Comparison[], notes: readonly Finding[] = []): CheckRun {
  return { toolVersion: "1.2.3", against: "main", comparisons, notes, rules: contractRules };
}

/** One finding that fails, one that is waived, a contract without any, a note. */
export const SMALL: CheckRun = runOf(
  [comparison([FINDING, WAIVED]), comparison([], { contract: "openapi", kind: "openapi" })],
  [NOTE],
);

/** The same hostile text wherever a text can be. */
export const HOSTILE_RUN: CheckRun = {
  ...runOf([
    comparison([hostile(true), hostile(false)], {
      contract: HOSTILE,
      oldFile: HOSTILE,
      newFile: HOSTILE,
      hint: HOSTILE,
      declared: { bump: "minor", source: "contract", from: HOSTILE, to: HOSTILE },
    }),
  ]),
  against: HOSTILE,
  notes: [hostile(true)],
};

function hostile(fails: boolean): Finding {
  return {
    ...FINDING,
    ...(fails ? {} : { waived: HOSTILE }),
    fails,
    contract: HOSTILE,
    rule: HOSTILE,
    subject: HOSTILE,
    path: HOSTILE,
    message: HOSTILE,
    alsoAt: [HOSTILE],
    old: { file: HOSTILE, pointer: HOSTILE, line: 1 },
    new: { file: HOSTILE, pointer: HOSTILE, line: 1 },
    witness: { document: { [HOSTILE]: HOSTILE }, acceptedBy: "old", refusedBy: "new", reason: HOSTILE },
  };
}

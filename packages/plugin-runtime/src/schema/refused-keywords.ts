const PATTERN = "is refused: a pattern can be made so that matching it holds the host for ever";
const NEGATION = "is refused: what a value must not be is not part of this subset; say what it must be";
const RENAMING = "is refused: references lead to # and #/$defs/<name> only, so no schema has another name or address";
const COUNTING = "is refused: it needs every item held against others; check it in the plugin";
const UNKNOWN_PARTS = "is refused: what it applies to depends on other keywords; use additionalProperties or items";

const REASONS: Readonly<Record<string, string>> = {
  pattern: PATTERN,
  patternProperties: PATTERN,
  not: NEGATION,
  if: NEGATION,
  // oxlint-disable-next-line unicorn/no-thenable -- it is a keyword of JSON Schema, and its value is text.
  then: NEGATION,
  else: NEGATION,
  dependentSchemas: NEGATION,
  dependentRequired: NEGATION,
  $id: RENAMING,
  $anchor: RENAMING,
  $dynamicAnchor: RENAMING,
  $dynamicRef: RENAMING,
  $recursiveRef: RENAMING,
  $vocabulary: RENAMING,
  definitions: "is refused: since draft 2019-09 its name is $defs",
  contains: COUNTING,
  minContains: COUNTING,
  maxContains: COUNTING,
  uniqueItems: COUNTING,
  unevaluatedProperties: UNKNOWN_PARTS,
  unevaluatedItems: UNKNOWN_PARTS,
};

/** Why a keyword is not taken. */
export function refusalOf(keyword: string): string {
  return Object.hasOwn(REASONS, keyword)
    ? (REASONS[keyword] ?? "")
    : "is no keyword of the subset that docs/spec/plugin-manifest.md lists";
}

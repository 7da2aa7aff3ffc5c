import type { RuleCatalogue, Rule } from "./rule.ts";

const BOTH = ["backward", "forward"] as const;

const narrowed = (title: string, instead: string): Rule => ({
  title,
  why: "A document that one version allows is refused by the other. The witness is such a document. For what comes in, senders built against the old version are refused; for what goes out, readers built against it are.",
  instead,
  breaks: BOTH,
});

const KEEP = "Keep the old limit, or publish the stricter one as a new version beside the old one.";

/** What may change about a schema. The id of most is the keyword that refuses. */
export const schemaRules: RuleCatalogue = {
  "schema/type": narrowed("The allowed types changed", "Keep the old type allowed beside the new one."),
  "schema/enum": narrowed(
    "The allowed values changed",
    "Keep the old values. Readers of an open list should not be given an enum at all.",
  ),
  "schema/const": narrowed("The allowed value changed", "Keep the old value allowed with an enum of both."),
  "schema/minimum": narrowed("The least number changed", KEEP),
  "schema/exclusive-minimum": narrowed("The least number changed", KEEP),
  "schema/maximum": narrowed("The greatest number changed", KEEP),
  "schema/exclusive-maximum": narrowed("The greatest number changed", KEEP),
  "schema/multiple-of": narrowed("Numbers have another step", KEEP),
  "schema/min-length": narrowed("The least length of a string changed", KEEP),
  "schema/max-length": narrowed("The greatest length of a string changed", KEEP),
  "schema/pattern": narrowed(
    "The pattern of a string changed",
    "Widen the pattern so that it takes what the old one took.",
  ),
  "schema/format": narrowed(
    "The format of a string changed",
    "Keep the old format, or hold formats as annotations only.",
  ),
  "schema/min-items": narrowed("The least number of items changed", KEEP),
  "schema/max-items": narrowed("The greatest number of items changed", KEEP),
  "schema/unique-items": narrowed("Items must differ, or need not any more", KEEP),
  "schema/prefix-items": narrowed("An item at a fixed place changed", KEEP),
  "schema/items": narrowed("What items look like changed", KEEP),
  "schema/contains": narrowed("What a list must contain changed", KEEP),
  "schema/min-properties": narrowed("The least number of properties changed", KEEP),
  "schema/max-properties": narrowed("The greatest number of properties changed", KEEP),
  "schema/required": narrowed(
    "A property is required on one side only",
    "Let the property stay optional and give it a meaning when it is missing. A default does not make it valid to leave out a required property.",
  ),
  "schema/properties": narrowed("A property changed", KEEP),
  "schema/pattern-properties": narrowed("Properties of a pattern changed", KEEP),
  "schema/additional-properties": narrowed(
    "Further properties are no longer allowed, or look different",
    "Leave the object open, or declare the property.",
  ),
  "schema/property-names": narrowed("The names that properties may have changed", KEEP),
  "schema/dependent-required": narrowed("A property needs another", KEEP),
  "schema/dependent-schemas": narrowed("A property asks more of the object that has it", KEEP),
  "schema/unevaluated-properties": narrowed("Further properties are no longer allowed, or look different", KEEP),
  "schema/unevaluated-items": narrowed("Further items are no longer allowed, or look different", KEEP),
  "schema/any-of": narrowed("No branch of a union takes what one did before", "Keep the branch."),
  "schema/one-of": narrowed(
    "Not exactly one branch of a union takes what one did before",
    "Keep the branches, and keep them apart by a property with a constant value.",
  ),
  "schema/not": narrowed("What a value must not be changed", KEEP),
  "schema/condition": narrowed("What holds under a condition changed", KEEP),
  "schema/reference": narrowed("What a reference leads to changed", KEEP),
  "schema/nothing-allowed": narrowed("No value is allowed any more", "Keep the schema of the old version."),
  "schema/whole": narrowed("The schema as a whole takes less", KEEP),
  "schema/definition-removed": {
    title: "A definition is gone",
    why: "Other documents may refer to it.",
    instead: "Keep the definition, or publish a new version without it.",
    breaks: BOTH,
  },
  "schema/undecided": {
    title: "It could not be decided whether the change breaks anybody",
    why: "The schemas use something that cannot be judged (the message names it), or the question takes more steps than allowed. It is not a guess in either direction, so it fails a check.",
    instead: "Say it in simpler words, raise --max-steps, or waive the finding after looking at it.",
    breaks: BOTH,
  },
  "schema/extended": {
    title: "The schema says something new that breaks nobody",
    why: "For instance an optional property of an open object was added: those who do not know it neither send it nor mind it.",
    instead: "Nothing. It asks for a minor version.",
    breaks: ["none"],
  },
  "schema/default": {
    title: "A default changed",
    why: "No document becomes valid or invalid, but who leaves the value out now means something else.",
    instead: "Keep the default, or say it in the release notes.",
    breaks: ["none"],
  },
  "schema/words": {
    title: "Only words changed",
    why: "Descriptions, titles, examples or the way it is written: the same documents are allowed.",
    instead: "Nothing. It asks for a patch.",
    breaks: ["none"],
  },
};

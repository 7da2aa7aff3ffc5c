import type { RuleCatalogue } from "../rules/rule.ts";

/** What is found about a contract as a whole, and about the check itself. */
export const contractRules: RuleCatalogue = {
  "contract/added": {
    title: "A contract is new",
    why: "Nobody was built against it, so nobody is let down; those who are built against it cannot meet an owner that lacks it.",
    instead: "Nothing is to be done. It asks for a minor version.",
    breaks: ["forward"],
  },
  "contract/kind-changed": {
    title: "A contract is of another kind",
    why: "What was an OpenAPI document and is a JSON Schema now cannot be read by those who knew the old one, and the two cannot be compared.",
    instead: "Keep the old contract, and give the new one a name of its own.",
    breaks: ["backward"],
  },
  "contract/removed": {
    title: "A contract is gone",
    why: "Those who were built against it find nothing to talk to.",
    instead: "Keep it until nobody uses it, and then waive this finding with that as the reason.",
    breaks: ["backward"],
  },
  "contract/version-too-small": {
    title: "The version says less than the change",
    why: "Those who choose by the version, and their tools, take a change that they did not ask for.",
    instead: "Raise the version by the part that the finding names, or take the change back.",
    breaks: ["none"],
  },
  "contract/waiver-expired": {
    title: "A waiver has run out",
    why: "It excused a change until a day that is past, and the change is still there.",
    instead: "Take the change back, or have the waiver approved again with a new day.",
    breaks: ["none"],
  },
  "contract/waiver-unused": {
    title: "A waiver matches nothing",
    why: "A waiver that stays behind may one day excuse what nobody looked at.",
    instead: "Remove it from the file.",
    breaks: ["none"],
  },
};

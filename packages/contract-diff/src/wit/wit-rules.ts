import type { Rule, RuleCatalogue } from "../rules/rule.ts";

/** What `explain` says about the changes that `compareWit` finds. */
export const witRules: RuleCatalogue = Object.freeze({
  "wit/package-added": came("A package is new"),
  "wit/package-removed": went("A package is gone"),
  "wit/version-changed": words("The version of a package changed on its track"),
  "wit/version-incompatible": {
    title: "The version of a package moved to another track",
    why: "The names of interfaces have the version of their package in them. Hosts find version 1.3 for 1.2, and 0.2.1 for 0.2.0, and no others.",
    instead: "Stay on the track, or let the host offer both versions for a while.",
    breaks: ["backward", "forward"],
  },
  "wit/interface-added": offered("An interface is new"),
  "wit/interface-removed": notOffered("An interface is gone"),
  "wit/world-added": came("A world is new"),
  "wit/world-removed": went("A world is gone"),
  "wit/import-added": perhapsTypes("A world imports something new"),
  "wit/import-removed": perhapsTypes("A world no longer imports something"),
  "wit/export-added": perhapsTypes("A world exports something new"),
  "wit/export-removed": perhapsTypes("A world no longer exports something"),
  "wit/item-kind": unequal("An import or export is another kind of thing"),
  "wit/use-origin": unequal(
    "An exported interface takes resources from an export instead of an import, or the reverse",
  ),
  "wit/include-unknown": {
    title: "A world includes another world of a package that was not given",
    why: "What such a world imports and exports is not known, so who is let down cannot be told.",
    instead: "Give the files of that package in both versions.",
    breaks: ["backward", "forward"],
  },
  "wit/function-added": either("A function is new"),
  "wit/function-removed": either("A function is gone"),
  "wit/function-async": unequal("A function became async, or is no longer"),
  "wit/resource-added": either("A resource is new"),
  "wit/resource-removed": either("A resource is gone"),
  "wit/method-added": either("A resource has a new method, static function or constructor"),
  "wit/method-removed": either("A method, static function or constructor of a resource is gone"),
  "wit/method-kind": unequal("A method became a static function, or the reverse"),
  "wit/result-type": unequal("A function gives another type"),
  ...labels("wit/param", "parameter", "function", true),
  ...labels("wit/record-field", "field", "record", true),
  ...labels("wit/variant-case", "case", "variant", true),
  ...labels("wit/enum-case", "case", "enum", false),
  ...labels("wit/flag", "flag", "flags type", false),
  "wit/type-changed": unequal("A name stands for another type"),
  "wit/type-added": names("A name of a type is new"),
  "wit/type-removed": names("A name of a type is gone"),
  "wit/type-renamed": names("A type has another name"),
  "wit/external-id": {
    title: "An external id changed",
    why: "Something outside may find the import or export by that id. Whether it does is not written in the contract.",
    instead: "Ask who links it, and change both at once.",
    breaks: ["backward", "forward"],
  },
  "wit/deprecated": words("An item is deprecated, or is no longer"),
  "wit/since": words("An item says another version that it is there since"),
  "wit/docs": words("A comment changed"),
});

function came(title: string): Rule {
  return {
    title,
    why: "What is built against the new version does not link where only the old one is known.",
    instead: "Bring out the new version on the side that has it before others are built against it.",
    breaks: ["forward"],
  };
}

function went(title: string): Rule {
  return {
    title,
    why: "What was built against the old version no longer links.",
    instead: "Keep it, marked @deprecated, until the next major version.",
    breaks: ["backward"],
  };
}

/** Interfaces of types alone have nothing to link, so they may also break nobody; imports and exports of such interfaces too. */
function offered(title: string): Rule {
  return { ...came(title), breaks: ["forward", "none"] };
}

function notOffered(title: string): Rule {
  return { ...went(title), breaks: ["backward", "none"] };
}

function either(title: string): Rule {
  return {
    title,
    why: "What one side calls the other must have. It depends on who calls: what the owner offers must not go, what the owner calls must not be added.",
    instead:
      "Offer more, call less. Otherwise make a new world, or gate the item with @unstable until everybody has it.",
    breaks: ["backward", "forward"],
  };
}

function perhapsTypes(title: string): Rule {
  return { ...either(title), breaks: ["backward", "forward", "none"] };
}

function unequal(title: string): Rule {
  return {
    title,
    why: "The types of both sides must be equal for compiled components to link: runtimes have no subtyping yet.",
    instead: "Leave it as it is and add a new one with another name beside it.",
    breaks: ["backward", "forward"],
  };
}

function labels(rule: string, noun: string, owner: string, typed: boolean): Record<string, Rule> {
  return {
    [`${rule}-added`]: unequal(`A ${owner} has a new ${noun}`),
    [`${rule}-removed`]: unequal(`A ${noun} of a ${owner} is gone`),
    [`${rule}-renamed`]: unequal(`A ${noun} of a ${owner} has another name`),
    [`${rule}-reordered`]: unequal(`The ${noun}s of a ${owner} are in another order`),
    ...(typed ? { [`${rule}-type`]: unequal(`A ${noun} of a ${owner} has another type`) } : {}),
  };
}

function names(title: string): Rule {
  return {
    title,
    why: "Compiled components know no names of types. Sources that use the name do.",
    instead: "Leave an alias with the old name.",
    breaks: ["none"],
  };
}

function words(title: string): Rule {
  return { title, why: "Nobody is let down.", instead: "Nothing needs to be done.", breaks: ["none"] };
}

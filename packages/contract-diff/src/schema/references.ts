import type { ContractFiles } from "./contract-files.ts";
import { isObject, isSchema } from "./json-kind.ts";
import type { Location } from "./location.ts";
import { percentDecoded, pointerKeys } from "./pointer.ts";
import { absoluteAddress } from "./scope.ts";

/** Where a reference leads, or why it leads nowhere, in words that go on from the target: `which is not there`. */
export type Resolution = { readonly schema: Location } | { readonly problem: string };

/** Follows one `$ref`, as its text says it, from the schema that it stands in. */
export function resolveReference(files: ContractFiles, from: Location, reference: string): Resolution {
  const { address, fragment } = split(reference);
  if (fragment === undefined) return { problem: "which has a broken %-escape" };
  const resource = address === "" ? from.resource : resourceAt(files, from, address);
  if (resource === undefined) return { problem: missingResource(address) };
  const schema =
    fragment === "" || fragment.startsWith("/") ? below(resource, fragment) : files.anchor(resource, fragment);
  if (schema === undefined) return { problem: "which is not there" };
  return isSchema(schema.value) ? { schema } : { problem: "which is no schema" };
}

/**
 * Whether a `$dynamicRef` that leads to `schema` at first leads there always. It does not if another schema has the same dynamic anchor:
 * then it leads to the one that validation came through first, and that is not known from here.
 */
export function isFixed(files: ContractFiles, schema: Location, reference: string): boolean {
  const { fragment } = split(reference);
  const anchor = isObject(schema.value) ? schema.value["$dynamicAnchor"] : undefined;
  return fragment === undefined || fragment === "" || anchor !== fragment || files.countDynamic(fragment) <= 1;
}

/** The same for `$recursiveRef` of 2019-09. */
export function isFixedRecursion(files: ContractFiles, schema: Location): boolean {
  const recurses = isObject(schema.value) && schema.value["$recursiveAnchor"] === true;
  return !recurses || files.countRecursive() <= 1;
}

interface Parts {
  readonly address: string;
  /** Without its escapes. */
  readonly fragment: string | undefined;
}

function split(reference: string): Parts {
  const hash = reference.indexOf("#");
  if (hash === -1) return { address: reference, fragment: "" };
  return { address: reference.slice(0, hash), fragment: percentDecoded(reference.slice(hash + 1)) };
}

function resourceAt(files: ContractFiles, from: Location, address: string): Location | undefined {
  const absolute = absoluteAddress(address, from.scope.base);
  const named = absolute === undefined ? undefined : files.resource(absolute);
  if (named !== undefined || isAbsolute(address)) return named;
  const path = percentDecoded(address);
  return path === undefined ? undefined : files.beside(from, path);
}

function isAbsolute(address: string): boolean {
  return /^(?:[a-z][a-z\d+.-]*:|\/\/)/i.test(address);
}

function missingResource(address: string): string {
  return isAbsolute(address)
    ? "which is not in the documents at hand, and nothing is fetched from the network"
    : "a file that is not at hand";
}

function below(resource: Location, pointer: string): Location | undefined {
  const keys = pointerKeys(pointer);
  return keys === undefined ? undefined : resource.at(keys);
}

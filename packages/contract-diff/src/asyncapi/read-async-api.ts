import { isObject } from "../schema/json-kind.ts";
import type { Model } from "./model.ts";
import { entriesOf, readChannel } from "./read-channel.ts";
import { readOperations } from "./read-operations.ts";
import { objectAt, refuse, textAt } from "./read-shape.ts";
import type { Side } from "./side.ts";
import { childOf, type Spot } from "./spot.ts";

/** Reads a document of AsyncAPI 3. Throws `contract-diff/invalid-contract` or `contract-diff/unresolved-ref` with the pointer. */
export function readAsyncApi(side: Side): Model {
  const { root, reader } = side;
  checkVersion(root);
  const info = childOf(root, "info");
  const servers = new Map(entriesOf(root, "servers").map(({ key, spot }) => [key, objectAt(reader.follow(spot))]));
  const channels = new Map(
    entriesOf(root, "channels").map(({ key, spot }) => [key, readChannel(key, objectAt(reader.follow(spot)), side)]),
  );
  return {
    info: info === undefined ? undefined : objectAt(reader.follow(info)),
    defaultContentType: textAt(childOf(root, "defaultContentType")),
    servers,
    channels,
    operations: readOperations(entriesOf(root, "operations"), channels, side),
  };
}

function checkVersion(root: Spot): void {
  if (!isObject(root.value)) refuse(root, "must be an AsyncAPI document, which is an object");
  const at = childOf(root, "asyncapi");
  if (at === undefined) refuse(root, 'must have `asyncapi` with the version it is written in: "3.0.0"');
  // Without quotes, YAML takes 3.0 for a number.
  const version = typeof at.value === "number" ? String(at.value) : (textAt(at) ?? "");
  if (/^3(?:\.\d+){0,2}(?:-|$)/.test(version)) return;
  if (/^2(?:\.|$)/.test(version))
    refuse(
      at,
      "is AsyncAPI 2, whose operations mean the opposite of those of AsyncAPI 3; convert both versions to 3.0 first (`asyncapi convert`)",
    );
  refuse(at, `must be a version of AsyncAPI 3, such as "3.0.0", not ${JSON.stringify(version.slice(0, 50))}`);
}

import { pointerKeys } from "../schema/pointer.ts";
import type { Channel, Message } from "./model.ts";
import { listAt, objectAt, refuse, textAt } from "./read-shape.ts";
import type { Side } from "./side.ts";
import { childOf, childrenOf, type Spot } from "./spot.ts";

/** Reads a channel, wherever it is kept. `spot` is behind all references. */
export function readChannel(key: string, spot: Spot, side: Side): Channel {
  const { reader } = side;
  const address = childOf(spot, "address");
  const parameters = entriesOf(spot, "parameters");
  const messages = entriesOf(spot, "messages").map(({ key: name, spot: at }): Message => ({
    key: name,
    fields: side.fields(at),
  }));
  return {
    key,
    spot,
    address: address?.value === null ? undefined : textAt(address),
    parameters: new Map(parameters.map((entry) => [entry.key, objectAt(reader.follow(entry.spot))])),
    messages: new Map(messages.map((message) => [message.key, message])),
    servers: readServers(spot, side),
  };
}

/** The members of an object that may be missing or stand behind a reference. */
export function entriesOf(spot: Spot, name: string): readonly { readonly key: string; readonly spot: Spot }[] {
  const field = childOf(spot, name);
  return field === undefined ? [] : childrenOf(objectAt(field));
}

// An empty list means all servers, as a missing one does.
function readServers(spot: Spot, { reader, root }: Side): ReadonlySet<string> | undefined {
  const field = childOf(spot, "servers");
  if (field === undefined || childrenOf(listAt(field)).length === 0) return undefined;
  return new Set(
    childrenOf(field).map((item) => {
      const stops = reader.trail(item.spot).filter(({ document }) => document === root.document);
      const found = stops.map(({ pointer }) => serverKeyOf(pointer)).find((key) => key !== undefined);
      return found ?? refuse(item.spot, "must be a $ref to one of the servers of this document");
    }),
  );
}

function serverKeyOf(pointer: string): string | undefined {
  const [area, key, ...rest] = pointerKeys(pointer) ?? [];
  return area === "servers" && rest.length === 0 ? key : undefined;
}

import { pointerKeys } from "../schema/pointer.ts";
import type { Channel, Message, Operation, Reply } from "./model.ts";
import { readChannel } from "./read-channel.ts";
import { listAt, objectAt, refuse, textAt } from "./read-shape.ts";
import type { Side } from "./side.ts";
import { childOf, childrenOf, type Spot } from "./spot.ts";

/** Channels by their keys, and by the place behind their references. */
interface Channels {
  readonly byKey: ReadonlyMap<string, Channel>;
  readonly byPlace: ReadonlyMap<string, Channel>;
  /** The messages of a channel by place, kept: thousands of operations may share one. */
  messagesOf(channel: Channel): ReadonlyMap<string, readonly Message[]>;
}

/** Reads operations. Their channels and messages are references, and what counts is the key that the reference passes on its way. */
export function readOperations(
  entries: readonly { readonly key: string; readonly spot: Spot }[],
  byKey: ReadonlyMap<string, Channel>,
  side: Side,
): ReadonlyMap<string, Operation> {
  const byPlace = new Map([...byKey.values()].map((channel) => [placeText(channel.spot), channel]));
  const kept = new Map<Channel, ReadonlyMap<string, readonly Message[]>>();
  const messagesOf = (channel: Channel): ReadonlyMap<string, readonly Message[]> => {
    const known = kept.get(channel) ?? Map.groupBy(channel.messages.values(), ({ fields }) => placeText(fields.spot));
    kept.set(channel, known);
    return known;
  };
  const channels = { byKey, byPlace, messagesOf };
  return new Map(entries.map(({ key, spot }) => [key, readOperation(key, spot, channels, side)]));
}

function readOperation(key: string, at: Spot, channels: Channels, side: Side): Operation {
  const fields = side.fields(at);
  const { spot } = fields;
  const action = textAt(childOf(spot, "action"));
  if (action !== "send" && action !== "receive")
    refuse(childOf(spot, "action") ?? spot, 'must have the action "send" or "receive"');
  const to = childOf(spot, "channel");
  if (to === undefined) refuse(spot, "must have a channel, as a $ref to one of the channels of this document");
  const channel = channelAt(to, channels, side);
  const reply = childOf(spot, "reply");
  return {
    key,
    fields,
    action,
    channel,
    messages: messagesAt(spot, channel, channels, side),
    reply: reply === undefined ? undefined : readReply(objectAt(side.reader.follow(reply)), channels, side),
  };
}

function readReply(spot: Spot, channels: Channels, side: Side): Reply {
  const to = childOf(spot, "channel");
  const channel = to === undefined ? undefined : channelAt(to, channels, side);
  const address = childOf(spot, "address");
  const behind = address === undefined ? undefined : objectAt(side.reader.follow(address));
  return {
    spot,
    location: behind === undefined ? undefined : textAt(childOf(behind, "location")),
    channel,
    messages: messagesAt(spot, channel, channels, side),
  };
}

function channelAt(to: Spot, channels: Channels, side: Side): Channel {
  const stops = side.reader.trail(to);
  if (stops.length === 1) refuse(to, "must be a $ref to a channel");
  for (const { document, pointer } of stops) {
    const [area, key, ...rest] = pointerKeys(pointer) ?? [];
    const channel = area === "channels" && key !== undefined && rest.length === 0 ? channels.byKey.get(key) : undefined;
    if (channel !== undefined && document === side.root.document) return channel;
  }
  const target = objectAt(stops.at(-1) ?? to);
  return channels.byPlace.get(placeText(target)) ?? readChannel(lastKey(target.pointer), target, side);
}

/** The messages that are named there, or all that the channel has. */
function messagesAt(
  spot: Spot,
  channel: Channel | undefined,
  channels: Channels,
  side: Side,
): ReadonlyMap<string, Message> {
  const field = childOf(spot, "messages");
  if (field === undefined) return channel?.messages ?? new Map<string, Message>();
  const messages = childrenOf(listAt(field)).map((item): Message => {
    const stops = side.reader.trail(item.spot);
    if (stops.length === 1) refuse(item.spot, "must be a $ref to a message of the channel");
    const keys = new Set(stops.slice(1).map(({ pointer }) => lastKey(pointer)));
    const target = stops.at(-1) ?? item.spot;
    const known = (channel && channels.messagesOf(channel).get(placeText(target))) ?? [];
    // Two messages of a channel may be one definition: the reference says which of them is meant.
    const meant = known.find(({ key }) => keys.has(key)) ?? known[0];
    return meant ?? { key: lastKey(target.pointer), fields: side.fields(target) };
  });
  return new Map(messages.map((message) => [message.key, message]));
}

function lastKey(pointer: string): string {
  return pointerKeys(pointer)?.at(-1) ?? "";
}

function placeText({ document, pointer }: Spot): string {
  return `${document.file}#${pointer}`;
}

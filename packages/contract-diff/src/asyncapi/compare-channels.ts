import { matchTemplateNames, readAddressTemplate } from "./address-template.ts";
import { compareBindings } from "./compare-bindings.ts";
import { compareTemplateValues } from "./compare-template-values.ts";
import { compareWords } from "./compare-words.ts";
import { plainFields } from "./fields-of.ts";
import type { Comparison } from "./comparison.ts";
import { matchItems } from "./match-items.ts";
import type { Channel, Model } from "./model.ts";
import { textAt } from "./read-shape.ts";
import { childOf, type Spot } from "./spot.ts";

/** Two channels that are the same one. */
export interface ChannelPair {
  readonly key: string;
  readonly nextKey: string;
  readonly old: Channel;
  readonly next: Channel;
}

/** Compares all of the channels but their messages, which go a way that only operations know. Gives the pairs. */
export function compareChannels(
  comparison: Comparison,
  old: Model,
  next: Model,
  serverKeys: ReadonlyMap<string, string>,
): readonly ChannelPair[] {
  const { pairs, removed, added } = matchItems(old.channels, next.channels, [addressShape]);
  for (const [key, channel] of removed) {
    comparison.report({
      rule: "asyncapi/channel-removed",
      breaks: "backward",
      subject: `channel ${key}`,
      message: `The channel ${key} is there no longer. Keep it until nobody sends to it or listens at it.`,
      old: channel.spot,
      next: comparison.next.root,
    });
  }
  for (const [key, channel] of added) {
    comparison.report({
      rule: "asyncapi/channel-added",
      breaks: "forward",
      subject: `channel ${key}`,
      message: `The channel ${key} is new. Who uses it needs the new version.`,
      old: comparison.old.root,
      next: channel.spot,
    });
  }
  for (const pair of pairs) {
    comparison.examine();
    compareChannel(comparison, pair);
    compareServerLists(comparison, pair, old, serverKeys);
  }
  return pairs;
}

function compareChannel(comparison: Comparison, { key, nextKey, old, next }: ChannelPair): void {
  const subject = `channel ${key}`;
  const spots = { old: old.spot, next: next.spot };
  if (key !== nextKey) {
    const message = `The key of the channel changed from ${key} to ${nextKey}. Its address is the same; generated code changes.`;
    comparison.report({ rule: "asyncapi/channel-renamed", breaks: "none", subject, message, ...spots });
  }
  const before = readAddressTemplate(old.address ?? "");
  const after = readAddressTemplate(next.address ?? "");
  const isSame = (old.address === undefined) === (next.address === undefined) && before.shape === after.shape;
  if (!isSame) {
    const isUnknown = old.address === undefined || next.address === undefined;
    comparison.reportBoth({
      rule: "asyncapi/address-changed",
      subject,
      message: isUnknown
        ? `The address was ${old.address ?? "not said"} and is ${next.address ?? "not said"} now, so whether it is the one that programs use cannot be told. Say it in both versions.`
        : `The address was ${old.address} and is ${next.address} now. Add a channel with the new address and keep this one until nobody uses it.`,
      ...spots,
      isUnknown,
    });
  }
  compareParameters(
    comparison,
    { old, next, subject },
    before.shape === "" ? namesOf(old, next) : matchTemplateNames(before, after),
  );
  compareBindings(comparison, {
    old: childOf(old.spot, "bindings"),
    next: childOf(next.spot, "bindings"),
    oldHolder: old.spot,
    nextHolder: next.spot,
    kind: "channel",
    flow: "in",
    subject,
  });
  compareWords(comparison, { subject, old: plainFields(old.spot), next: plainFields(next.spot) });
}

// An address that is not known may have parameters all the same.
function namesOf(old: Channel, next: Channel): readonly (readonly [string, string])[] {
  return [...old.parameters.keys()].filter((name) => next.parameters.has(name)).map((name) => [name, name]);
}

function compareParameters(
  comparison: Comparison,
  { old, next, subject }: { readonly old: Channel; readonly next: Channel; readonly subject: string },
  names: readonly (readonly [string, string])[],
): void {
  for (const [name, nextName] of names) {
    const before = old.parameters.get(name);
    const after = next.parameters.get(nextName);
    const about = `${subject}, parameter ${name}`;
    const spots = { old: before ?? old.spot, next: after ?? next.spot };
    if (name !== nextName) {
      const message = `The name of the parameter changed from ${name} to ${nextName}. The addresses are the same; generated code changes.`;
      comparison.report({ rule: "asyncapi/parameter-renamed", breaks: "none", subject: about, message, ...spots });
    }
    const holders = { oldHolder: old.spot, nextHolder: next.spot };
    compareTemplateValues(comparison, {
      rule: "asyncapi/parameter-values",
      old: before,
      next: after,
      ...holders,
      subject: about,
    });
    compareLocations(comparison, before, after, { subject: about, ...spots });
    if (before && after)
      compareWords(comparison, { subject: about, old: plainFields(before), next: plainFields(after) });
  }
}

function compareLocations(
  comparison: Comparison,
  before: Spot | undefined,
  after: Spot | undefined,
  what: { readonly subject: string; readonly old: Spot; readonly next: Spot },
): void {
  const [old, next] = [before, after].map((spot) => spot && textAt(childOf(spot, "location")));
  if (old === next) return;
  const message = `Where the value stands in a message was ${old ?? "not said"} and is ${next ?? "not said"} now, and both sides go by it. Write it to both places for a while.`;
  comparison.reportBoth({ rule: "asyncapi/parameter-location", message, ...what });
}

/** Servers that are gone or new as a whole are said elsewhere. */
function compareServerLists(
  comparison: Comparison,
  { key, old, next }: ChannelPair,
  model: Model,
  serverKeys: ReadonlyMap<string, string>,
): void {
  for (const server of model.servers.keys()) {
    const nextServer = serverKeys.get(server);
    if (nextServer === undefined) continue;
    const wasThere = old.servers?.has(server) ?? true;
    const isThere = next.servers?.has(nextServer) ?? true;
    if (wasThere === isThere) continue;
    comparison.report({
      rule: "asyncapi/channel-server",
      breaks: wasThere ? "backward" : "forward",
      subject: `channel ${key}, server ${server}`,
      message: wasThere
        ? `The channel is on the server ${server} no longer. Keep it there until nobody uses it there.`
        : `The channel is on the server ${server} now. Who uses it there needs the new version.`,
      old: old.spot,
      next: next.spot,
    });
  }
}

function addressShape({ address }: Channel): string | undefined {
  return address === undefined ? undefined : readAddressTemplate(address).shape;
}

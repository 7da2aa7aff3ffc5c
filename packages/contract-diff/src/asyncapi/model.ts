import type { Fields } from "./fields-of.ts";
import type { Spot } from "./spot.ts";

/** A message that a channel or an operation names. */
export interface Message {
  readonly key: string;
  readonly fields: Fields;
}

/** A channel with all that it says about itself. */
export interface Channel {
  readonly key: string;
  readonly spot: Spot;
  /** `undefined` where it is not known before the programs run. */
  readonly address: string | undefined;
  readonly parameters: ReadonlyMap<string, Spot>;
  readonly messages: ReadonlyMap<string, Message>;
  /** The keys of the servers it is on; `undefined` for all. */
  readonly servers: ReadonlySet<string> | undefined;
}

/** What answers an operation. */
export interface Reply {
  readonly spot: Spot;
  /** Where in the request the address of the answer stands, as a runtime expression. */
  readonly location: string | undefined;
  readonly channel: Channel | undefined;
  readonly messages: ReadonlyMap<string, Message>;
}

/** Something that the application does: it sends on a channel, or receives from it. */
export interface Operation {
  readonly key: string;
  readonly fields: Fields;
  readonly action: "send" | "receive";
  readonly channel: Channel;
  /** Those it names, or all of the channel. */
  readonly messages: ReadonlyMap<string, Message>;
  readonly reply: Reply | undefined;
}

/** What an AsyncAPI document says. Maps are by key, in the order of the document. */
export interface Model {
  readonly info: Spot | undefined;
  readonly defaultContentType: string | undefined;
  readonly servers: ReadonlyMap<string, Spot>;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly operations: ReadonlyMap<string, Operation>;
}

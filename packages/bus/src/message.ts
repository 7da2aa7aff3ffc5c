import type { JsonValue } from "@cordon/core";

/** Something that one module is asked to do. Whom it is for is said beside it, but for `invoke`, which names its module. */
export type Command =
  | { readonly type: "start" }
  | { readonly type: "stop" }
  | { readonly type: "ping" }
  | InvokeCommand;

/** Calls a method of a module. */
export interface InvokeCommand {
  readonly type: "invoke";
  readonly moduleId: string;
  readonly method: string;
  readonly payload: JsonValue;
}

/** Something that has happened. */
export type BusEvent =
  | { readonly type: "module_started"; readonly moduleId: string }
  | { readonly type: "module_stopped"; readonly moduleId: string }
  | { readonly type: "pong"; readonly from: string }
  | CustomEvent;

/** What a module tells of itself. */
export interface CustomEvent {
  readonly type: "custom";
  readonly moduleId: string;
  readonly kind: string;
  readonly payload: JsonValue;
}

/** What a bus carries. On the wire it has the same shape, with names in snake case. */
export type Message =
  | { readonly kind: "command"; readonly command: Command }
  | { readonly kind: "event"; readonly event: BusEvent };

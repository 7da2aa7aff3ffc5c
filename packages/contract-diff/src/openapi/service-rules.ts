import { EITHER, NEW, NOBODY, OLD, openApiRule as rule } from "./open-api-rule.ts";
import type { Rule } from "../rules/rule.ts";

/** Ids of the rules about what there is to call, where, and with which credentials. */
export type ServiceRule =
  | "openapi/path-removed"
  | "openapi/path-added"
  | "openapi/operation-removed"
  | "openapi/operation-added"
  | "openapi/webhook-removed"
  | "openapi/webhook-added"
  | "openapi/callback-removed"
  | "openapi/callback-added"
  | "openapi/callback-path-removed"
  | "openapi/callback-path-added"
  | "openapi/operation-id"
  | "openapi/deprecated"
  | "openapi/words"
  | "openapi/path-parameter-renamed"
  | "openapi/server-removed"
  | "openapi/server-added"
  | "openapi/server-variable"
  | "openapi/security-tightened"
  | "openapi/security-loosened"
  | "openapi/security-scheme"
  | "openapi/oauth-flow-removed"
  | "openapi/oauth-flow-added"
  | "openapi/oauth-url"
  | "openapi/oauth-scope-removed"
  | "openapi/oauth-scope-added";

/** What may change about operations, servers and security. */
export const serviceRules: Readonly<Record<ServiceRule, Rule>> = {
  "openapi/path-removed": rule(
    "A path is gone",
    OLD,
    "Those that call it get no answer.",
    "Deprecate its operations, and remove it when nobody calls it any more.",
  ),
  "openapi/path-added": rule(
    "A path is new",
    NEW,
    "Those that call it need a server that knows it.",
    "Nothing: release it as a minor version, servers first.",
  ),
  "openapi/operation-removed": rule(
    "An operation is gone",
    OLD,
    "Those that call it get no answer.",
    "Deprecate it, and remove it when nobody calls it any more.",
  ),
  "openapi/operation-added": rule(
    "An operation is new",
    NEW,
    "Those that call it need a server that knows it.",
    "Nothing: release it as a minor version, servers first.",
  ),
  "openapi/webhook-removed": rule(
    "A webhook is gone",
    OLD,
    "Those that wait for it are never called.",
    "Deprecate it first.",
  ),
  "openapi/webhook-added": rule(
    "A webhook is new",
    NEW,
    "Those that wait for it are not called by an owner that knows the old contract.",
    "Nothing: send it to those who asked for it.",
  ),
  "openapi/callback-removed": rule(
    "A callback is gone",
    OLD,
    "Those that wait for it are never called.",
    "Deprecate it first.",
  ),
  "openapi/callback-added": rule(
    "A callback is new",
    NEW,
    "Those that wait for it are not called by an owner that knows the old contract.",
    "Nothing: release it as a minor version.",
  ),
  "openapi/callback-path-removed": rule(
    "A callback goes to another address",
    OLD,
    "Those that wait at the old address are never called.",
    "Call both addresses for a while.",
  ),
  "openapi/callback-path-added": rule(
    "A callback goes to a new address",
    NEW,
    "An owner that knows the old contract does not call it.",
    "Nothing: release it as a minor version.",
  ),
  "openapi/operation-id": rule(
    "An operation has another id",
    NOBODY,
    "Nothing changes on the wire, but generated clients call it by another name, and links may refer to it.",
    "Keep the id: it is the name of the operation.",
  ),
  "openapi/deprecated": rule(
    "Something is deprecated, or no longer",
    NOBODY,
    "Nothing changes yet.",
    "Say until when it stays, and what to use instead.",
  ),
  "openapi/words": rule(
    "Words changed",
    NOBODY,
    "Descriptions, summaries, titles, examples, tags and extensions have no part in what is allowed.",
    "Nothing.",
  ),
  "openapi/path-parameter-renamed": rule(
    "A parameter in a path has another name",
    NOBODY,
    "Nothing changes on the wire, but generated clients take it by another name.",
    "Keep the name.",
  ),
  "openapi/server-removed": rule(
    "A server is gone",
    OLD,
    "Those that call it get no answer.",
    "Keep it until nobody calls it.",
  ),
  "openapi/server-added": rule(
    "A server is new",
    NEW,
    "In the old contract there is none at that address.",
    "Nothing: release it as a minor version.",
  ),
  "openapi/server-variable": rule(
    "A variable in the address of a server changed",
    EITHER,
    "Those that know one contract only call a server that the other does not have.",
    "Keep the old values and the default.",
  ),
  "openapi/security-tightened": rule(
    "Credentials that were enough are not",
    EITHER,
    "Those that come with what the old contract asks for are turned away.",
    "Keep what was enough as an alternative.",
  ),
  "openapi/security-loosened": rule(
    "Credentials that were not enough are",
    EITHER,
    "Those that come with what the new contract asks for are turned away by the old one.",
    "Nothing, if it is meant. Make sure that it is.",
  ),
  "openapi/security-scheme": rule(
    "Credentials are given another way",
    EITHER,
    "Those that give them the old way are not understood.",
    "Add a scheme, and ask for either.",
  ),
  "openapi/oauth-flow-removed": rule(
    "A flow of OAuth is gone",
    OLD,
    "Those that get their tokens by it get none.",
    "Keep it beside the others.",
  ),
  "openapi/oauth-flow-added": rule(
    "A flow of OAuth is new",
    NEW,
    "The old contract does not have it.",
    "Nothing: release it as a minor version.",
  ),
  "openapi/oauth-url": rule(
    "Tokens come from another address",
    EITHER,
    "Those that know the old address get no token there.",
    "Keep the address, or forward to the new one.",
  ),
  "openapi/oauth-scope-removed": rule(
    "A scope of OAuth is gone",
    OLD,
    "Those that ask for it get no token.",
    "Keep it, without an effect if need be.",
  ),
  "openapi/oauth-scope-added": rule(
    "A scope of OAuth is new",
    NEW,
    "The old contract does not have it.",
    "Nothing: release it as a minor version.",
  ),
};

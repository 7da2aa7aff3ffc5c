import { ANY, EITHER, NEW, NOBODY, OLD, openApiRule as rule } from "./open-api-rule.ts";
import type { Rule } from "../rules/rule.ts";

/** Ids of the rules about requests and responses. */
export type MessageRule =
  | "openapi/parameter-removed"
  | "openapi/required-parameter-removed"
  | "openapi/parameter-added"
  | "openapi/required-parameter-added"
  | "openapi/parameter-required"
  | "openapi/parameter-optional"
  | "openapi/parameter-serialization"
  | "openapi/parameter-values"
  | "openapi/request-body-removed"
  | "openapi/request-body-added"
  | "openapi/request-body-required"
  | "openapi/request-body-optional"
  | "openapi/request-media-type-removed"
  | "openapi/request-media-type-added"
  | "openapi/response-media-type-removed"
  | "openapi/response-media-type-added"
  | "openapi/encoding"
  | "openapi/success-status-removed"
  | "openapi/success-status-added"
  | "openapi/error-status-removed"
  | "openapi/error-status-added"
  | "openapi/header-removed"
  | "openapi/header-added"
  | "openapi/header-required"
  | "openapi/header-optional"
  | "openapi/header-serialization"
  | "openapi/link";

/** What may change about requests and responses beside their schemas. */
export const messageRules: Readonly<Record<MessageRule, Rule>> = {
  "openapi/parameter-removed": rule(
    "A parameter is gone",
    NOBODY,
    "Those that send it are not refused, as servers take no notice of what they do not know. What it did is not done any more.",
    "Deprecate it, and tell those that use it.",
  ),
  "openapi/required-parameter-removed": rule(
    "A required parameter is gone",
    EITHER,
    "Requests without it are refused by those that know the old contract only.",
    "Make it optional first.",
  ),
  "openapi/parameter-added": rule(
    "An optional parameter is new",
    NOBODY,
    "Those that know the old contract only take no notice of it.",
    "Nothing: release it as a minor version.",
  ),
  "openapi/required-parameter-added": rule(
    "A required parameter is new",
    EITHER,
    "Requests made for the old contract lack it and are refused.",
    "Make it optional, with a meaning for when it is missing.",
  ),
  "openapi/parameter-required": rule(
    "An optional parameter is required now",
    EITHER,
    "Requests made for the old contract may lack it and are refused.",
    "Leave it optional, with a meaning for when it is missing.",
  ),
  "openapi/parameter-optional": rule(
    "A required parameter is optional now",
    EITHER,
    "Requests without it are refused by those that know the old contract only.",
    "Nothing: release it as a minor version, receivers first.",
  ),
  "openapi/parameter-serialization": rule(
    "A parameter is written another way",
    EITHER,
    "style, explode or the media type differ, so each side misreads what the other writes.",
    "Add a parameter of another name.",
  ),
  "openapi/parameter-values": rule(
    "A parameter may be empty or hold reserved characters, or no longer",
    EITHER,
    "What one side sends is refused or misread by the other.",
    "Keep what was allowed.",
  ),
  "openapi/request-body-removed": rule(
    "A request body is gone",
    EITHER,
    "What those that know the old contract send has no place to go.",
    "Take it as an optional body for a while.",
  ),
  "openapi/request-body-added": rule(
    "A request body is new",
    EITHER,
    "Receivers that know the old contract do not take it; if it is required, senders that know the old contract do not send it.",
    "Make it optional.",
  ),
  "openapi/request-body-required": rule(
    "An optional request body is required now",
    EITHER,
    "Requests without one are refused.",
    "Leave it optional.",
  ),
  "openapi/request-body-optional": rule(
    "A required request body is optional now",
    EITHER,
    "Requests without one are refused by those that know the old contract only.",
    "Nothing: release it as a minor version, receivers first.",
  ),
  "openapi/request-media-type-removed": rule(
    "A request may have a media type no longer",
    EITHER,
    "Those that send it are refused.",
    "Keep it beside the new one.",
  ),
  "openapi/request-media-type-added": rule(
    "A request may have another media type",
    EITHER,
    "Receivers that know the old contract only refuse it.",
    "Nothing: release it as a minor version, receivers first.",
  ),
  "openapi/response-media-type-removed": rule(
    "A response has a media type no longer",
    OLD,
    "Those that ask for it get another one, or nothing.",
    "Keep it beside the new one.",
  ),
  "openapi/response-media-type-added": rule(
    "A response may have another media type",
    NEW,
    "Those that ask for it get it from those only that know the new contract.",
    "Nothing: release it as a minor version, and send it to those who ask for it.",
  ),
  "openapi/encoding": rule(
    "A part of a form is written another way",
    EITHER,
    "Its media type or its style differ, so one side refuses or misreads what the other writes.",
    "Add a property of another name.",
  ),
  "openapi/success-status-removed": rule(
    "A response that is no error is gone",
    EITHER,
    "Those that wait for it meet something else.",
    "Keep the status, or add an operation.",
  ),
  "openapi/success-status-added": rule(
    "A response that is no error is new",
    EITHER,
    "Those that know the old contract only cannot tell what it means.",
    "Answer with a status of the old contract, or add an operation.",
  ),
  "openapi/error-status-removed": rule(
    "An error is in the contract no longer",
    NOBODY,
    "An error that does not come lets nobody down.",
    "Nothing.",
  ),
  "openapi/error-status-added": rule(
    "An error is new",
    NOBODY,
    "Clients take a status that they do not know for the first of its class (RFC 9110, 15), and any server may fail in ways that no contract lists.",
    "Describe errors by `default` or by ranges, so that all have one form.",
  ),
  "openapi/header-removed": rule("A header is gone", ANY, "Those that read it find nothing.", "Keep it."),
  "openapi/header-added": rule(
    "A header is new",
    ANY,
    "Those that know the old contract only do not send it.",
    "Nothing: release it as a minor version.",
  ),
  "openapi/header-required": rule(
    "An optional header is required now",
    EITHER,
    "Those that know the old contract only may leave it out.",
    "Nothing, if it is always sent from now on.",
  ),
  "openapi/header-optional": rule(
    "A required header is optional now",
    EITHER,
    "Those that rely on it may not find it.",
    "Keep sending it, and leave it required.",
  ),
  "openapi/header-serialization": rule(
    "A header is written another way",
    EITHER,
    "explode or the media type differ, so each side misreads what the other writes.",
    "Add a header of another name.",
  ),
  "openapi/link": rule(
    "A link between operations changed",
    NOBODY,
    "The responses are the same. Clients that follow links may go another way.",
    "Keep links that clients follow.",
  ),
};

import type { Rule } from "../rules/rule.ts";
import { type MessageRule, messageRules } from "./message-rules.ts";
import { type ServiceRule, serviceRules } from "./service-rules.ts";

/** Ids of the rules of OpenAPI documents. */
export type OpenApiRule = MessageRule | ServiceRule;

/** What may change about an OpenAPI document beside its schemas. */
export const openApiRules: Readonly<Record<OpenApiRule, Rule>> = { ...serviceRules, ...messageRules };

import { asyncApiRules } from "../asyncapi/async-api-rules.ts";
import { compareAsyncApi } from "../asyncapi/compare-async-api.ts";
import { compareEventType } from "../events/compare-event-type.ts";
import { eventRules } from "../events/event-rules.ts";
import { compareOpenApi } from "../openapi/compare-open-api.ts";
import { openApiRules } from "../openapi/open-api-rules.ts";
import { compareJsonSchema } from "../rules/compare-json-schema.ts";
import type { RuleCatalogue } from "../rules/rule.ts";
import { schemaRules } from "../rules/schema-rules.ts";
import { compareWit } from "../wit/compare-wit.ts";
import { witRules } from "../wit/wit-rules.ts";
import type { Comparers } from "./comparers.ts";
import { contractRules } from "./contract-rules.ts";

/** A comparer for each kind of contract. */
export const allComparers: Comparers = {
  jsonSchema: compareJsonSchema,
  eventType: compareEventType,
  openApi: compareOpenApi,
  asyncApi: compareAsyncApi,
  wit: compareWit,
};

/** Every rule that a finding may name. */
export const allRules: RuleCatalogue = {
  ...contractRules,
  ...schemaRules,
  ...openApiRules,
  ...asyncApiRules,
  ...eventRules,
  ...witRules,
};

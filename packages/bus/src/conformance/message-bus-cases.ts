import type { ConformanceCase } from "@cordon/core/conformance";
import type { MessageBus } from "../ports/message-bus.ts";
import { ackCases } from "./ack-cases.ts";
import { deliveryCases } from "./delivery-cases.ts";
import { envelopeCases } from "./envelope-cases.ts";
import { grantCases } from "./grant-cases.ts";
import { overflowCases } from "./overflow-cases.ts";
import { requestCases } from "./request-cases.ts";
import { respondCases } from "./respond-cases.ts";
import { senderCases } from "./sender-cases.ts";
import { subscriptionCases } from "./subscription-cases.ts";

/** The contract of `MessageBus`, and of what it gives out. A bus is made with default options, and is disposed by each case. */
export const messageBusCases: readonly ConformanceCase<MessageBus>[] = [
  ...deliveryCases,
  ...envelopeCases,
  ...subscriptionCases,
  ...overflowCases,
  ...ackCases,
  ...senderCases,
  ...grantCases,
  ...requestCases,
  ...respondCases,
];

// For adapter authors.
export { messageBusCases } from "./message-bus-cases.ts";

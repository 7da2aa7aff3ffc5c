export { guestCases } from "./guest-cases.ts";
export type { GuestFixture } from "./guest-cases.ts";
export { moduleCacheCases } from "./module-cache-cases.ts";

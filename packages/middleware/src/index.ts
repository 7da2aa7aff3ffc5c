// For users.
export type { AppError } from "@cordon/core";

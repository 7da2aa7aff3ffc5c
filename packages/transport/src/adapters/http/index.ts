// For users.
export { createHttpTransport, HTTP_TRANSPORT_DEFAULTS } from "./http-transport.ts";
export type { HttpTransportOptions } from "./http-transport.ts";

// For applications that have a fastify server of their own.
export { closeGracefully } from "./close-gracefully.ts";
export type { HttpBinding } from "./http-binding.ts";
export { HTTP_STATUS } from "./http-status.ts";
export { createErrorHandler, mountHttp } from "./mount-http.ts";
export type { HttpRejection, MountHttpOptions } from "./mount-http.ts";
export { requestTimeouts } from "./request-timeouts.ts";

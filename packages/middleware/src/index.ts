// For users.
export { tlsMaterialFits } from "./adapters/file/check-tls-material.ts";
export { createFileTlsProvider, FILE_TLS_PROVIDER_DEFAULTS } from "./adapters/file/file-tls-provider.ts";
export type { FileTlsProviderOptions } from "./adapters/file/file-tls-provider.ts";
export { createJsonLogger, JSON_LOGGER_DEFAULTS } from "./adapters/json/json-logger.ts";
export type { JsonLoggerOptions } from "./adapters/json/json-logger.ts";
export { digestToken } from "./adapters/token/digest-token.ts";
export { generateToken } from "./adapters/token/generate-token.ts";
export { createTokenAuthenticator, MAX_TOKEN_CHARS } from "./adapters/token/token-authenticator.ts";
export type { TokenAuthenticatorOptions, TokenEntry } from "./adapters/token/token-authenticator.ts";

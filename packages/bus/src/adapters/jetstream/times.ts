/** How long a token that a server signs a message with is good. */
export const TOKEN_TTL_MS = 60_000;

/** How long the broker knows a message again: longer than its token is good, so that none can be sent a second time while it is. */
export const DUPLICATE_WINDOW_MS: number = 2 * TOKEN_TTL_MS;

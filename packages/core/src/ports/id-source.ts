/**
 * Makes identifiers: 26 characters of `0-9a-z`, never twice, and each greater than the one before it from the same
 * source, so that key order is order of creation. An id is not a secret.
 */
export interface IdSource {
  next(): string;
}

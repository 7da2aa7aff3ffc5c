import type { WitOwner } from "../../src/wit/wit-sides.ts";

/** Two versions and what is to be said of them. An expected change is `rule breaks subject`, with `?` before what cannot be told. */
export interface WitCase {
  readonly name: string;
  readonly owner?: WitOwner;
  readonly old: string;
  readonly next: string;
  readonly expected: readonly string[];
}

/** One version with an interface `api` beside what is tested. */
export const API = "interface api { call: func(); }";

/** One interface `i` in both versions. */
export function inside(name: string, old: string, next: string, expected: readonly string[]): WitCase {
  return { name, old: inInterface(old), next: inInterface(next), expected };
}

/** Two versions that are the same to everybody. */
export function same(name: string, old: string, next: string): WitCase {
  return inside(name, old, next, []);
}

/** One difference that breaks both ways. */
export function both(name: string, old: string, next: string, rule: string, subject: string): WitCase {
  return inside(name, old, next, [
    `${rule} backward interface i, ${subject}`,
    `${rule} forward interface i, ${subject}`,
  ]);
}

/** Two versions of one package. */
export function pair(name: string, old: string, next: string, expected: readonly string[]): WitCase {
  return { name, old: `package a:b@1.0.0; ${old}`, next: `package a:b@1.0.0; ${next}`, expected };
}

/** One world `w`, with an interface `api` beside it. */
export function world(name: string, old: string, next: string, expected: readonly string[]): WitCase {
  return pair(name, `${API} world w { ${old} }`, `${API} world w { ${next} }`, expected);
}

const inInterface = (body: string): string => `package a:b@1.0.0; interface i { ${body} }`;

import { posix } from "node:path";

/** What a contract is called, and which of its versions a file has. */
export interface ContractName {
  readonly name: string;
  readonly version?: number;
}

// `orders.v2`, `orders-v2`, `orders/v2`; no version is beyond nine digits.
const VERSIONED = /^(.+)[./_-]v(\d{1,9})$/s;
const BARE = /^v(\d{1,9})$/;

/**
 * The name that a file's path makes: without extension and without the version at its end. A path that is nothing but a version has the name
 * of the folder that it was found in, if that has one.
 */
export function contractName(path: string, folder: string = ""): ContractName {
  const stem = path.slice(0, path.length - posix.extname(path).length);
  const [, name, version] = VERSIONED.exec(stem) ?? [];
  if (name !== undefined) return { name, version: Number(version) };
  const [, bare] = BARE.exec(stem) ?? [];
  const around = posix.basename(folder);
  return bare === undefined || around === "" ? { name: stem } : { name: around, version: Number(bare) };
}

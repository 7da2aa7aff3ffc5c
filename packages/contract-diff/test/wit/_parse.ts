import { AppError } from "@cordon/core";
import type { ContractDocument } from "../../src/document.ts";
import { parseWit } from "../../src/wit/parse-wit.ts";
import type { WitContract, WitInterface, WitWorld } from "../../src/wit/wit-contract.ts";
import { witDocument } from "./_wit-documents.ts";

/** One file. */
export const parse = (text: string): WitContract => parseWit([witDocument(text)]);

/** The interface `i` with these items, of `a:b@1.0.0`. Its items begin at line 3. */
export const parseInterface = (body: string): WitInterface => {
  const found = parse(`package a:b@1.0.0;\ninterface i {\n${body}\n}`).interfaces.get("a:b@1.0.0/i");
  if (found === undefined) throw new Error("There is no interface i.");
  return found;
};

/** The world `w` of `a:b`. */
export const parseWorld = (text: string): WitWorld => {
  const found = parse(`package a:b;\n${text}`).worlds.get("a:b/w");
  if (found === undefined) throw new Error("There is no world w.");
  return found;
};

/** The error that these files are refused with. */
export const refused = (documents: readonly ContractDocument[]): { code: string; message: string } => {
  try {
    parseWit(documents);
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error("It was not refused.");
};

/** The same for one file `x.wit`. */
export const refusedText = (text: string): { code: string; message: string } => refused([witDocument(text, "x.wit")]);

/** The error for what is no WIT. */
export const unreadable = (message: string): object => ({ code: "contract-diff/unreadable", message });
/** The error for what is WIT and makes no sense. */
export const invalid = (place: string, message: string): object => ({
  code: "contract-diff/invalid-contract",
  message: `${place}: (whole value): ${message}`,
});

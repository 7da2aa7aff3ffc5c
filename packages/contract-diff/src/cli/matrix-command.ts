import type { Command } from "./command.ts";

/** `contract-diff matrix`. */
export const matrixCommand: Command = {
  name: "matrix",
  summary: "Prints what is compared and what is not, keyword by keyword.",
  usage: ["contract-diff matrix", "", "The table is Markdown, and made from the tests of this version."],
  maxPositionals: 0,
  options: {},
  async run(_given, host) {
    host.print((await host.tools.readMatrix()).replace(/\n$/, ""));
    return 0;
  },
};

// Runs a folder of what wabt's wast2json makes of the core test suite, metered and as it is, and says how far they agree:
//   node packages/wasm-engine/test/run-wast.ts <folder of .json and .wasm>
import process from "node:process";
import { runFolder } from "./_wast-folder.ts";

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new TypeError("Which folder? Give one that wast2json has written its .json files to.");
let [agreed, refused, skipped, unmet, different] = [0, 0, 0, 0, 0];
for (const [file, count] of await runFolder(folder)) {
  const refusals = Object.entries(count.refused).map(([feature, times]) => `${times} refused for ${feature}`);
  console.log([`${file}: ${count.agreed} agree`, ...refusals, ...count.unmet, ...count.differences].join("\n  "));
  agreed += count.agreed;
  skipped += count.skipped;
  unmet += count.unmet.length;
  different += count.differences.length;
  refused += Object.values(count.refused).reduce((sum, times) => sum + times, 0);
}
console.log(
  `${agreed} assertions agree, ${different} differ with metering, ${unmet} are not met by the platform itself,`,
);
console.log(`${refused} are about what guests may not use, ${skipped} cannot be asked.`);
process.exitCode = different > 0 || agreed === 0 ? 1 : 0;

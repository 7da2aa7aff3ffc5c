// Prints how this package and a rule-based tool judge the own pairs, folder by folder: `node bench/contract-diff/compare-peers.ts`.
import { join } from "node:path";
import { peerScores, peerTable } from "./peer-table.ts";

console.log(peerTable(await peerScores(join(import.meta.dirname, "../../packages/contract-diff/test/pairs"))));

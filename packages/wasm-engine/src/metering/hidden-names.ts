/** The names under which a module shows to the engine what its guest does not see. No guest may export a name like them. */
export const HIDDEN = {
  prefix: "cordon:",
  fuel: "cordon:fuel",
  denied: "cordon:denied",
  start: "cordon:start",
  memory: "cordon:memory",
  warm: "cordon:warm",
  warmTable: "cordon:warm-table",
  global: "cordon:global:",
} as const;

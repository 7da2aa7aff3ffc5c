import { fileURLToPath } from "node:url";

/** Where the guest kit of a language is. As far from here in `src` as it is in `dist`. */
export function kitFolder(language: "assemblyscript" | "c"): string {
  return fileURLToPath(new URL(`../../kits/${language}`, import.meta.url));
}

/** Where the samples are, each a plugin to begin with. */
export function sampleFolder(template: string): string {
  return fileURLToPath(new URL(`../../samples/${template}`, import.meta.url));
}

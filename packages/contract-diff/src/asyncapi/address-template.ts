/** A text with names in braces, as addresses and hosts are written. */
export interface AddressTemplate {
  /** The text with its names taken out: what two templates have in common that lead to the same addresses. */
  readonly shape: string;
  /** The names in their order. */
  readonly names: readonly string[];
}

/** Takes `users/{userId}/signedup` apart. A brace that is not closed is a brace. */
export function readAddressTemplate(text: string): AddressTemplate {
  const names = [...text.matchAll(/\{([^{}]*)\}/g)].map(([, name = ""]) => name);
  return { shape: text.replaceAll(/\{[^{}]*\}/g, "{}"), names };
}

/** Which name of the old template is which of the new one: by place where the shapes are the same, by name where they are not. */
export function matchTemplateNames(
  old: AddressTemplate,
  next: AddressTemplate,
): readonly (readonly [string, string])[] {
  if (old.shape !== next.shape)
    return old.names.filter((name) => next.names.includes(name)).map((name) => [name, name]);
  return old.names.map((name, index) => [name, next.names[index] ?? name]);
}

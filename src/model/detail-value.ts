/** A fact's value as rules read it. */
export type DetailValue = string | number | boolean | readonly string[];

/** A value that rules compare facts with. */
export type Scalar = string | number | boolean;

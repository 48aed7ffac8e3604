/** A product's name with its version, where the text holds one. */
export interface ProductVersion {
  readonly product: string;
  readonly version: string | null;
}

/** Splits texts such as `OpenSSH_9.2p1` or `nginx/1.22.1` at the first separator that a version number follows. */
export function splitProduct(text: string, separator: RegExp): ProductVersion {
  const match = new RegExp(`^(.*?)${separator.source}v?(\\d.*)$`, 's').exec(text);
  if (match?.[1] === undefined || match[1] === '' || match[2] === undefined) return { product: text, version: null };
  return { product: match[1], version: match[2] };
}

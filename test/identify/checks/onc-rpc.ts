/** An accepted reply (RFC 5531 section 9) in one record. */
export function rpcReply(xid: string, accept: number, ...results: readonly (number | string)[]): Buffer {
  const words = [1, 0, 0, 0, accept, ...results].map((part) => {
    if (typeof part === 'string') return xdrText(part);
    const word = Buffer.alloc(4);
    word.writeUInt32BE(part);
    return word;
  });
  const record = Buffer.concat([Buffer.from(xid, 'latin1'), ...words]);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(0x8000_0000 + record.length);
  return Buffer.concat([head, record]);
}

function xdrText(text: string): Buffer {
  const bytes = Buffer.alloc(4 + Math.ceil(text.length / 4) * 4);
  bytes.writeUInt32BE(text.length);
  bytes.write(text, 4);
  return bytes;
}

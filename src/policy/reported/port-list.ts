/** Whether a port is in a list such as `22,80,8000-8010`, as `formatPorts` writes it. */
export type PortList = (port: number) => boolean;

/** Reads a list once for many questions. */
export function portList(text: string): PortList {
  if (text === '') return () => false;
  const ranges = rangesIn(text);
  return (port) => {
    let low = 0;
    for (let high = ranges.length; low < high;) {
      const middle = (low + high) >>> 1;
      if ((ranges[middle]?.last ?? 0) < port) low = middle + 1;
      else high = middle;
    }
    const range = ranges[low];
    return range !== undefined && range.first <= port;
  };
}

/** How many ports a list has. */
export function portCount(text: string): number {
  return text === '' ? 0 : rangesIn(text).reduce((count, { first, last }) => count + last - first + 1, 0);
}

function rangesIn(text: string): readonly { readonly first: number; readonly last: number }[] {
  return text.split(',').map((part) => {
    const [first = '', last = first] = part.split('-');
    return { first: Number(first), last: Number(last) };
  });
}

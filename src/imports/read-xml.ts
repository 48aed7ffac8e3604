import { SaxesParser } from 'saxes';
import { UsageError } from '../model/errors.ts';
import type { SourcePosition } from '../model/errors.ts';

/** An element with everything inside it. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Its own text, without that of its children. */
  readonly text: string;
  readonly at: SourcePosition;
}

/** `open` and `close` of an element that is read piece by piece, or a whole one. */
export type XmlEvent =
  | { readonly kind: 'open'; readonly element: XmlElement }
  | { readonly kind: 'whole'; readonly element: XmlElement }
  | { readonly kind: 'close'; readonly name: string };

interface Draft extends XmlElement {
  readonly children: Draft[];
  text: string;
}

/** Longer tags, and more inside one whole element, are no file of nmap: the output of one script stays below a megabyte. */
const LONGEST_TAG = 8 * 1024 * 1024;
const MOST_CHILDREN = 100_000;
const LONGEST_WHOLE = 32 * 1024 * 1024;
const DEEPEST = 64;

/**
 * An XML document from pieces, never held as a whole. Elements named in `whole` come with all that is inside them, the others one tag at a time; text and
 * comments outside of whole ones are passed over. A document that ends too early ends the events, which is no error. Nothing is fetched, and entities
 * other than the five of XML itself are not known: a document type with declarations is refused.
 * @throws UsageError with line and column of what is not well-formed
 */
export async function* readXml(
  file: string,
  chunks: AsyncIterable<string>,
  whole: ReadonlySet<string>,
): AsyncGenerator<XmlEvent> {
  const reader = new XmlReader(file, whole);
  for await (const chunk of chunks) yield* reader.take(chunk);
}

/** What may stand in a document as a reference only; nmap writes byte 127 as it is. */
// oxlint-disable-next-line no-control-regex
const CONTROLS = /[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]/g;

class XmlReader {
  readonly #file: string;
  readonly #whole: ReadonlySet<string>;
  // nmap writes `&#x1b;` for what services say (xml.cc), which XML has since version 1.1 and nmap does not declare.
  readonly #parser = new SaxesParser({ xmlns: false, defaultXMLVersion: '1.1', forceXMLVersion: true });
  #events: XmlEvent[] = [];
  #depth = 0;
  /** Elements that are open inside a whole one, and that one first. */
  #inside: Draft[] = [];
  #children = 0;
  #wholeFrom = 0;
  #sinceEvent = 0;

  constructor(file: string, whole: ReadonlySet<string>) {
    this.#file = file;
    this.#whole = whole;
    this.#parser.on('error', (error) => {
      throw this.#wrong(error.message.replace(/^(?:\d+:\d+: )?/, ''));
    });
    this.#parser.on('doctype', (text) => {
      if (text.includes('[')) throw this.#wrong('a document type with declarations is not read');
    });
    this.#parser.on('opentag', ({ name, attributes }) => this.#open(name, attributes));
    this.#parser.on('closetag', ({ name }) => this.#close(name));
    this.#parser.on('text', (text) => {
      const last = this.#inside.at(-1);
      if (last === undefined) return;
      if (this.#parser.position - this.#wholeFrom > LONGEST_WHOLE) throw this.#wrong('an element of more than 32 MB');
      last.text += text;
    });
  }

  take(chunk: string): readonly XmlEvent[] {
    this.#events = [];
    this.#sinceEvent += chunk.length;
    this.#parser.write(chunk.replace(CONTROLS, (character) => `&#x${character.charCodeAt(0).toString(16)};`));
    if (this.#sinceEvent > LONGEST_TAG) throw this.#wrong(`nothing but one tag for ${LONGEST_TAG / 1024 / 1024} MB`);
    return this.#events;
  }

  get #at(): SourcePosition {
    return { file: this.#file, line: this.#parser.line, column: this.#parser.column };
  }

  #open(name: string, attributes: Readonly<Record<string, string>>): void {
    this.#sinceEvent = 0;
    if (++this.#depth > DEEPEST) throw this.#wrong(`elements more than ${DEEPEST} deep`);
    const element: Draft = { name, attributes, children: [], text: '', at: this.#at };
    const parent = this.#inside.at(-1);
    if (parent !== undefined) {
      if (++this.#children > MOST_CHILDREN) throw this.#wrong(`more than ${MOST_CHILDREN} elements inside another`);
      parent.children.push(element);
      this.#inside.push(element);
    } else if (this.#whole.has(name)) {
      this.#children = 0;
      this.#wholeFrom = this.#parser.position;
      this.#inside.push(element);
    } else this.#events.push({ kind: 'open', element });
  }

  #close(name: string): void {
    this.#sinceEvent = 0;
    this.#depth--;
    const element = this.#inside.pop();
    if (element === undefined) this.#events.push({ kind: 'close', name });
    else if (this.#inside.length === 0) this.#events.push({ kind: 'whole', element });
  }

  #wrong(what: string): UsageError {
    return new UsageError(`not well-formed XML: ${what}`, { at: this.#at });
  }
}

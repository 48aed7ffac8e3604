import { printable } from '../model/printable.ts';
import type { XmlElement } from './read-xml.ts';

/** Scripts with structured results write `<elem key="...">` and `<table key="...">` beside their output. */
export function elemOf(parent: XmlElement | undefined, key: string): string | undefined {
  const found = parent?.children.find(({ name, attributes }) => name === 'elem' && attributes.key === key);
  return found === undefined || found.text === '' ? undefined : found.text;
}

export function tableOf(parent: XmlElement | undefined, key: string): XmlElement | undefined {
  return parent?.children.find(({ name, attributes }) => name === 'table' && attributes.key === key);
}

/** The texts of a table that is a list, at most `limit`, printable. */
export function elemTexts(table: XmlElement, limit = 64): readonly string[] {
  const elements = table.children.filter(({ name, attributes }) => name === 'elem' && attributes.key === undefined);
  return elements.slice(0, limit).map(({ text }) => printable(text, 80));
}

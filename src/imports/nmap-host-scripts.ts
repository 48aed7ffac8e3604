import type { DetailValue } from '../model/detail-value.ts';
import { elemTexts, tableOf } from './nmap-script-values.ts';
import type { XmlElement } from './read-xml.ts';
import type { PortFacts } from './scan-draft.ts';

/** What scripts that run once a host prove, and the port that they asked. */
export function hostScriptFacts(
  scripts: readonly XmlElement[],
): readonly { readonly port: number; readonly facts: PortFacts }[] {
  const details = Object.assign({}, ...scripts.map(smbDetails));
  // They ask 445 first and 139 only without it; what is said holds for the server behind both.
  return Object.keys(details).length === 0 ? [] : [{ port: 445, facts: { details } }];
}

function smbDetails(script: XmlElement): Readonly<Record<string, DetailValue>> {
  const { id, output = '' } = script.attributes;
  if (id === 'smb2-security-mode') return signing(output);
  if (id !== 'smb-protocols') return {};
  const dialects = tableOf(script, 'dialects');
  const names = dialects === undefined ? [] : elemTexts(dialects);
  return names.some((name) => name.startsWith('NT LM 0.12')) ? { 'smb.v1': true } : {};
}

/** Its words for the two bits of [MS-SMB2] 2.2.4 SecurityMode. A server of several dialects says the same in each. */
function signing(output: string): Readonly<Record<string, DetailValue>> {
  const words = new Set([...output.matchAll(/Message signing ([a-z ]{5,40})/g)].map(([, word]) => word?.trim()));
  if (words.size !== 1) return {};
  if (words.has('enabled and required') || words.has('is required')) return { 'smb.signing': 'required' };
  return words.has('enabled but not required') ? { 'smb.signing': 'optional' } : {};
}

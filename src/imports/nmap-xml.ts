import { UsageError } from '../model/errors.ts';
import { printable } from '../model/printable.ts';
import { fromEpoch } from './epoch.ts';
import { finishScan } from './finish-scan.ts';
import type { ImportedScan, ScannedPorts } from './imported-scan.ts';
import { addNmapHost } from './nmap-host.ts';
import type { ScannedRanges } from './nmap-unlisted.ts';
import { formatRanges, parsePortRanges } from './port-ranges.ts';
import type { XmlElement } from './read-xml.ts';
import { readXml } from './read-xml.ts';
import type { PortFacts } from './scan-draft.ts';
import { ScanDraft } from './scan-draft.ts';
import type { ScanFile, ScanReader } from './scan-reader.ts';

/** Elements that are looked at with everything inside them; of all others the tags are passed over. */
const WHOLE: ReadonlySet<string> = new Set(
  'scaninfo status address hostnames extraports port hostscript runstats prescript postscript os trace output'.split(
    ' ',
  ),
);

/** Both transports' ports, and what else stands in a host. */
const MOST_PARTS = 140_000;
/** Of TCP, UDP, SCTP and IP protocols one each. */
const MOST_SCANS = 10;

/** nmap's `-oX` (docs/nmap.dtd), and masscan's, which has the same elements with one host for each port. */
export const readNmapXml: ScanReader = (source) => new NmapDocument(source).read();

class NmapDocument {
  readonly #source: ScanFile;
  readonly #draft = new ScanDraft();
  readonly #alike = new Map<string, PortFacts | undefined>();
  readonly #scaninfo: XmlElement[] = [];
  #root: XmlElement | undefined;
  #host: XmlElement | undefined;
  #parts: XmlElement[] = [];
  #runstats: XmlElement | undefined;
  #isClosed = false;
  #scanned: ScannedRanges | null | undefined;

  constructor(source: ScanFile) {
    this.#source = source;
  }

  async read(): Promise<ImportedScan> {
    for await (const event of readXml(this.#source.file, this.#source.chunks, WHOLE)) {
      if (event.kind === 'open') this.#open(event.element);
      else if (event.kind === 'whole') this.#take(event.element);
      else if (event.name === 'host') this.#endHost(true);
      else if (event.name === 'nmaprun') this.#isClosed = true;
    }
    if (this.#root === undefined)
      throw new UsageError('the file ends before <nmaprun>', { at: { file: this.#source.file } });
    this.#endHost(false);
    return finishScan(this.#draft, this.#about(this.#root), this.#source.vantage);
  }

  #open(element: XmlElement): void {
    if (this.#root === undefined) {
      const { scanner } = element.attributes;
      if (element.name !== 'nmaprun' || (scanner !== 'nmap' && scanner !== 'masscan')) {
        throw new UsageError('expected <nmaprun scanner="nmap"> or scanner="masscan"', { at: element.at });
      }
      this.#root = element;
    } else if (element.name === 'host') {
      this.#host = element;
      this.#parts = [];
    }
  }

  #take(element: XmlElement): void {
    if (this.#host !== undefined) {
      if (this.#parts.push(element) > MOST_PARTS) {
        throw new UsageError('a host with more ports than there are', { at: this.#host.at });
      }
    } else if (element.name === 'scaninfo' && this.#scaninfo.length < MOST_SCANS) this.#scaninfo.push(element);
    else if (element.name === 'runstats') this.#runstats = element;
  }

  #endHost(whole: boolean): void {
    if (this.#host === undefined) return;
    const elements = { host: this.#host, parts: this.#parts, whole };
    this.#host = undefined;
    // Half a host may even lack its address.
    if (!whole && !elements.parts.some(({ name }) => name === 'address')) return;
    const unknownTime = fromEpoch(this.#root?.attributes.start) ?? this.#source.at;
    addNmapHost(elements, { draft: this.#draft, scanned: this.#scannedRanges(), unknownTime, alike: this.#alike });
  }

  /** Null where any of the lists is missing, as in masscan's, or cannot be read. */
  #scannedRanges(): ScannedRanges | null {
    if (this.#scanned === undefined) this.#scanned = this.#readScaninfo();
    return this.#scanned;
  }

  #readScaninfo(): ScannedRanges | null {
    const ranges: { tcp: Uint16Array; udp: Uint16Array } = { tcp: new Uint16Array(), udp: new Uint16Array() };
    for (const { attributes } of this.#scaninfo) {
      const { protocol, services } = attributes;
      if (protocol !== 'tcp' && protocol !== 'udp') {
        this.#draft.warn(`the scan of ${printable(protocol ?? 'an unknown protocol', 16)} is left out`);
        continue;
      }
      const some = services === undefined ? undefined : parsePortRanges(services);
      if (some === undefined) return null;
      ranges[protocol] = some;
    }
    return ranges.tcp.length + ranges.udp.length > 0 ? ranges : null;
  }

  #about(root: XmlElement): Omit<ImportedScan, 'hosts' | 'observations' | 'warnings'> {
    const { scanner, version, args, start } = root.attributes;
    const finished = this.#runstats?.children.find(({ name }) => name === 'finished')?.attributes;
    const failed = finished?.exit === 'error';
    const complete = finished !== undefined && !failed && this.#isClosed;
    this.#warn({ complete, failed, errormsg: finished?.errormsg });
    const hostsOmitted = this.#hostsOmitted();
    const scanned = this.#scannedRanges();
    const ports: ScannedPorts | null = scanned && { tcp: formatRanges(scanned.tcp), udp: formatRanges(scanned.udp) };
    return {
      tool: scanner === 'masscan' ? 'masscan' : 'nmap',
      // masscan has had the same word here ever since.
      toolVersion: version === undefined || scanner === 'masscan' ? null : printable(version, 40),
      command: args === undefined ? null : printable(args, 1000),
      startedAt: fromEpoch(start) ?? null,
      finishedAt: fromEpoch(finished?.time) ?? null,
      complete,
      hostsOmitted,
      ports,
    };
  }

  #warn({ complete, failed, errormsg }: { complete: boolean; failed: boolean; errormsg: string | undefined }): void {
    if (failed)
      this.#draft.warn(`the scan ended with an error${errormsg === undefined ? '' : `: ${printable(errormsg)}`}`);
    else if (!complete) this.#draft.warn('the file ends before the scan did: what is missing is not known');
  }

  /** Counted and not listed. masscan counts ports here. */
  #hostsOmitted(): number {
    const hosts = this.#runstats?.children.find(({ name }) => name === 'hosts')?.attributes;
    const down = Number(hosts?.down ?? 0);
    const listed = [...this.#draft.hosts.values()].filter(({ asked }) => !asked).length;
    return this.#root?.attributes.scanner === 'nmap' && down > listed ? down - listed : 0;
  }
}

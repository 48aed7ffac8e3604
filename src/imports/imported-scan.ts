import type { Observation } from '../model/observation.ts';

/** Scanners whose files are read. */
export const SCAN_TOOLS = ['nmap', 'masscan', 'naabu', 'zgrab2'] as const;
export type ScanTool = (typeof SCAN_TOOLS)[number];

/** Ports that every host was asked for, `22,80,8000-8010`, ascending; the empty text where a transport was not scanned. */
export interface ScannedPorts {
  readonly tcp: string;
  readonly udp: string;
}

export interface ScannedHost {
  /** Canonical text. */
  readonly address: string;
  /** Names that the scan was asked for, lower case; names found by reverse lookup are somebody else's word and left out. */
  readonly names: readonly string[];
  /** Whether ports were asked at all: not where the host was taken for down, or given up. */
  readonly asked: boolean;
}

/** What a file of another scanner tells. Everything else about its endpoints is unknown. */
export interface ImportedScan {
  readonly tool: ScanTool;
  readonly toolVersion: string | null;
  /** The command line as the file has it, printable. */
  readonly command: string | null;
  /** RFC 3339, UTC, milliseconds; null where the file does not say. */
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  /** Whether the file says itself that the scan came to its end. Formats that cannot say so (naabu, zgrab2, most of masscan) never are. */
  readonly complete: boolean;
  /** IPv4 before IPv6, ascending, each once. */
  readonly hosts: readonly ScannedHost[];
  /** Hosts that the scan was asked for and that the file counts without naming them: nmap leaves out those that it took for down. */
  readonly hostsOmitted: number;
  /** Null where the file does not say which ports were asked: then only listed endpoints are known, and nothing about the others. */
  readonly ports: ScannedPorts | null;
  /**
   * Every endpoint of which the file tells something, once, in the order of `hosts`, TCP before UDP, ports ascending. Made while it is read,
   * so that `65533 closed ports` take no memory; it can be read again.
   */
  readonly observations: Iterable<Observation>;

  /** What a reader should know of the file, one sentence each. */
  readonly warnings: readonly string[];
}

/** What the file cannot tell and the caller knows. */
export interface ImportOptions {
  /** Name of the place where the scan started. */
  readonly vantage: string;
  /** RFC 3339: when things were seen of which the file gives no time, such as the file's own date. */
  readonly at: string;
}

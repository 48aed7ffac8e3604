import type { ImportedScan, ImportOptions } from './imported-scan.ts';

/** A file under its name, its text in pieces of any length, and what only the caller knows. */
export interface ScanFile extends ImportOptions {
  readonly file: string;
  readonly chunks: AsyncIterable<string>;
}

/** Reads one format. @throws UsageError with file, line and column of what is none of it */
export type ScanReader = (source: ScanFile) => Promise<ImportedScan>;

import type { PartialSettings } from '../config/settings.ts';
import type { AddWaiverRequest } from '../index.ts';
import type { DiffFormat, ReportFormat } from '../model/request.ts';

/** What the command line asks for beside settings. */
export interface Display {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly color: boolean;
}

/** What the commands share that take settings. */
export interface Configured {
  readonly flags: PartialSettings;
  /** `--config`; null looks for `portreeve.yaml` in the working directory. */
  readonly config: string | null;
  readonly display: Display;
}

/** The lock of rules that is written, and held against where the working directory has it. */
export const LOCK_FILE = 'rules.lock.json';

/** What `waivers check` is asked beside settings. */
export interface WaiversCheck {
  readonly files: readonly string[];
  readonly report: string | null;
  readonly strict: boolean;
}

/** A command line, checked and typed: nothing behind it sees raw arguments. */
export type Invocation =
  /** `resume`: the directory of a run to go on with, null for a new one. */
  | ({ readonly command: 'audit'; readonly resume: string | null } & Configured)
  | ({ readonly command: 'plan' } & Configured)
  | ({ readonly command: 'judge'; readonly runs: readonly string[] } & Configured)
  | { readonly command: 'report'; readonly run: string; readonly format: ReportFormat }
  | { readonly command: 'rules test'; readonly packs: readonly string[] }
  /** `from`: runs, or their report.json, to make a matrix of; at least one. */
  | { readonly command: 'intent init'; readonly from: readonly string[] }
  /** `against`: a run, whose plan the rows are held against. */
  | {
      readonly command: 'intent check';
      readonly file: string;
      readonly against: string | null;
      readonly strict: boolean;
    }
  | { readonly command: 'rules lint'; readonly packs: readonly string[] }
  | { readonly command: 'rules list'; readonly packs: readonly string[]; readonly json: boolean }
  | {
      readonly command: 'rules explain';
      readonly rule: string;
      readonly packs: readonly string[];
      readonly json: boolean;
    }
  /** Locks the packs of the settings; `out` is the file. */
  | ({ readonly command: 'rules lock'; readonly out: string } & Configured)
  /** `subject`: a port or the name of a service. */
  | { readonly command: 'explain'; readonly subject: string; readonly json: boolean }
  | ({ readonly command: 'waivers check' } & WaiversCheck & Configured)
  | { readonly command: 'waivers add'; readonly request: AddWaiverRequest }
  /** Runs or reports, the earlier one first. */
  | {
      readonly command: 'diff';
      readonly runs: readonly [string, string];
      readonly format: DiffFormat;
      readonly color: boolean;
    }
  | { readonly command: 'init'; readonly force: boolean }
  /** Help, version, completions: text for standard output. */
  | { readonly command: 'show'; readonly text: string };

import type { Report } from '../../model/report.ts';

/** What a formatter may need beside the report; formatters open no file and load nothing. */
export interface FormatContext {
  /** The files of `templates/` by path, `.hbs` left out: `report`, `partials/finding`, `report.css`. */
  readonly templates: Readonly<Record<string, string>>;
  /** SHA-256 of the text's UTF-8 bytes, Base64 with padding (as Content Security Policy wants it). */
  readonly sha256base64: (text: string) => string;
}

export type Formatter = (report: Report, context: FormatContext) => string;

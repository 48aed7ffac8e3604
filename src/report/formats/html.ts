import Handlebars from 'handlebars';
import { InternalError } from '../../model/errors.ts';
import type { Report } from '../../model/report.ts';
import { reportView } from '../view/report-view.ts';
import type { FormatContext } from './formatter.ts';

const PARTIAL = 'partials/';

/**
 * One HTML file that needs nothing else: style and script are inside and named by their hash in the Content Security Policy, so that nothing an
 * attacker put into a banner could run even if it got past the escaping. @throws InternalError when a template file is missing
 */
export function formatHtml(report: Report, { templates, sha256base64 }: FormatContext): string {
  const css = fileOf(templates, 'report.css');
  const js = fileOf(templates, 'report.js');
  const engine = Handlebars.create();
  for (const [name, text] of Object.entries(templates)) {
    if (name.startsWith(PARTIAL)) engine.registerPartial(name.slice(PARTIAL.length), text);
  }
  // Strict: a field that is missing is an error and not a blank; no helper can be called that is not built in.
  const render = engine.compile<unknown>(fileOf(templates, 'report'), { strict: true, knownHelpersOnly: true });
  return render({ ...reportView(report), css, js, cssHash: sha256base64(css), jsHash: sha256base64(js) });
}

function fileOf(templates: FormatContext['templates'], name: string): string {
  const text = templates[name];
  if (text === undefined) throw new InternalError(`the template ${name} is missing`);
  return text;
}

import { ConfigError } from '../../model/errors.ts';
import type { DeclaredFirewall } from '../firewall.ts';
import { at, isObject, parseJson, textOrNone, wrong } from '../json-place.ts';
import { createProgramBuilder } from '../program-builder.ts';
import { addAws } from './aws.ts';
import { addAzure } from './azure.ts';
import { addGoogle } from './google.ts';
import { readResources } from './resources.ts';

/** Resources that let packets in or keep them out and are not read. */
const NOT_READ =
  /^(?:aws_network_acl|aws_networkfirewall|azurerm_firewall|google_compute_(?:network|region_network)_firewall_policy)/;

/**
 * Reads what `terraform show -json` prints of a plan or a state: security groups of AWS and Azure, firewall rules of Google Cloud.
 * Which addresses they protect stands there only for hosts that exist already.
 * @throws ConfigError naming the resource and key of a value that does not fit
 */
export function parseTerraformPlan(file: string, text: string): DeclaredFirewall {
  const top = parseJson(file, text);
  const version = textOrNone(at(top, 'format_version'));
  const values = at(top, 'planned_values').value ?? at(top, 'values').value;
  if (version === null || !isObject(values)) throw wrong(top, 'what terraform show -json prints of a plan or a state');
  // The documentation asks readers to refuse majors that they do not know.
  if (!/^[01]\./.test(version)) {
    throw new ConfigError(`format_version ${version.slice(0, 16)} is not known`, {
      at: { file },
      hint: 'known are 0 and 1',
    });
  }
  const builder = createProgramBuilder(file);
  const resources = readResources(top);
  addAws(resources, builder);
  addAzure(resources, builder);
  addGoogle(resources, builder);
  for (const { address, type } of resources.all) {
    if (NOT_READ.test(type))
      builder.warn(`${address}: ${type} is not read, and it may stop what is declared open here`);
  }
  return builder.finish('terraform-plan');
}

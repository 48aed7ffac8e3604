import { EFFECTS } from '../model/effect.ts';
import { DECLARED_HOOKS, ENGINES, IDENTIFY_MODES } from '../model/request.ts';
import { FAIL_ON, READ } from './option-settings.ts';
import { expected, oneOf, yesOrNo, type Reader } from './read-value.ts';
import type { PartialSettings, Settings } from './settings.ts';

/** A single value of the configuration file: where it stands and how it is read. */
export interface FileValue {
  readonly path: readonly string[];
  /** @throws UsageError */
  readonly read: (source: string, value: unknown) => PartialSettings;
}

type SingleKey = Exclude<
  keyof Settings,
  | 'exclude'
  | 'excludeFiles'
  | 'controls'
  | 'packs'
  | 'waivers'
  | 'declared'
  | 'declaredFrom'
  | 'declaredInterfaces'
  | 'declaredGroups'
  | 'declaredMembers'
  | 'morePacks'
  | 'presets'
  | 'formats'
  | 'targets'
  | 'overrides'
  | 'ports'
  | 'shard'
>;

/** Makes table entries for values that YAML gives as one of some types, the same as in schemas/config.v1.schema.json. */
function valueOf(...types: readonly ('string' | 'number' | 'boolean' | 'null')[]) {
  return <K extends SingleKey>(path: string, key: K, read: Reader<Settings[K]>): FileValue => ({
    path: path.split('.'),
    read: (source, value) => {
      // A key without a value, as in `zone:`, means none.
      if (value === null && types.includes('null')) return { [key]: null };
      if (typeof value === 'string' && types.includes('string')) return { [key]: read(source, value) };
      if (typeof value === 'boolean' && types.includes('boolean')) return { [key]: read(source, String(value)) };
      if (typeof value === 'number' && types.includes('number')) return { [key]: read(source, String(value)) };
      if (typeof value === 'boolean' && types.includes('boolean')) return { [key]: read(source, String(value)) };
      throw expected(
        source,
        types.includes('string') ? 'a text' : types.includes('boolean') ? 'true or false' : 'a number',
        value === null ? '' : JSON.stringify(value),
      );
    },
  });
}

const text = valueOf('string');
const number = valueOf('number');
const truth = valueOf('boolean');
const numberOrText = valueOf('number', 'string');
const numberOrNone = valueOf('number', 'null');
const textOrNone = valueOf('string', 'null');
const anythingOrNone = valueOf('string', 'number', 'null');

/** Every single value that the file may have; lists and maps are left to the schema. */
export const FILE_VALUES: readonly FileValue[] = [
  textOrNone('scope', 'scope', READ.text),
  textOrNone('authorized_by', 'authorizedBy', READ.text),
  text('sweep.engine', 'engine', oneOf(ENGINES)),
  numberOrText('sweep.rate', 'rate', READ.rate),
  numberOrText('sweep.host_rate', 'hostRate', READ.hostRate),
  numberOrNone('sweep.concurrency', 'concurrency', READ.concurrency),
  numberOrText('sweep.timeout', 'timeoutMs', READ.timeoutMs),
  number('sweep.attempts', 'attempts', READ.attempts),
  anythingOrNone('sweep.seed', 'seed', READ.name),
  truth('udp.enabled', 'udp', yesOrNo),
  anythingOrNone('udp.ports', 'udpPorts', READ.text),
  truth('udp.snmp_public', 'snmpPublic', yesOrNo),
  text('identify.mode', 'identify', oneOf(IDENTIFY_MODES)),
  number('identify.concurrency', 'identifyConcurrency', READ.identifyConcurrency),
  numberOrText('identify.deadline', 'deadlineMs', READ.deadlineMs),
  truth('identify.ics', 'ics', yesOrNo),
  text('identify.max_effect', 'maxEffect', oneOf(EFFECTS)),
  textOrNone('policy.intent', 'intent', READ.text),
  text('policy.declared_hook', 'declaredHook', oneOf(DECLARED_HOOKS)),
  truth('policy.strict_waivers', 'strictWaivers', yesOrNo),
  textOrNone('policy.baseline', 'baseline', READ.text),
  truth('policy.fail_on_new', 'failOnNew', yesOrNo),
  textOrNone('policy.as_of', 'asOf', READ.day),
  text('policy.fail_on', 'failOn', oneOf(FAIL_ON)),
  textOrNone('policy.rules_lock', 'rulesLock', READ.text),
  number('policy.max_not_assessed', 'maxNotAssessed', READ.maxNotAssessed),
  text('vantage.id', 'vantage', READ.name),
  textOrNone('vantage.zone', 'zone', READ.name),
  textOrNone('output.directory', 'directory', READ.text),
];

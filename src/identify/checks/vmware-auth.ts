import type { Check } from '../check.ts';

/** The version of VMware's console service, as its greeting tells it. */
export interface VmwareGreeting {
  readonly version: string;
}

/** `220 VMware Authentication Daemon Version 1.10: SSL Required, ...`; unlike FTP, for which it is easily taken, it names itself first. */
export function parse(bytes: Buffer): VmwareGreeting | undefined {
  const line = bytes.toString('latin1', 0, 512);
  const version = /^220 VMware Authentication Daemon Version (\d{1,4}(?:\.\d{1,4}){0,3})[,:\s][^\n]{0,400}\n/.exec(
    line,
  )?.[1];
  return version === undefined ? undefined : { version };
}

export const vmwareAuth: Check = {
  name: 'vmware-auth',
  ports: [902, 912],
  likelihood: 'rare',
  effect: 'none',
  speaksFirst: 'server',
  sends: [],
  source: 'greeting of vmware-authd as VMware documents it for ESXi and Workstation',
  reading:
    'The greeting names the daemon and its version. What comes next is a login by name, which is not tried, so that access stays unknown.',
  recognizes: (bytes) => parse(bytes) !== undefined,
  async run(conversation) {
    const greeting = await conversation.listenFor(parse);
    if (greeting === undefined) return undefined;
    // What comes next is a login by name.
    return {
      product: 'VMware Authentication Daemon',
      version: greeting.version,
      confidence: 8,
      access: 'unknown',
      details: {},
    };
  },
};

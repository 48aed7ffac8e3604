import { startOpenvpn } from '../../lab/servers/openvpn.ts';
import { startPptpd } from '../../lab/servers/pptpd.ts';
import { service, type Scenes } from '../scene.ts';

export const TUNNELS: Scenes = {
  'OpenVPN over TCP': {
    needs: ['openvpn', 'openssl'],
    start: () => startOpenvpn(),
    expected: { service: service('openvpn', 'OpenVPN', null), access: 'unknown' },
    recording: 'openvpn/tcp',
  },
  pptpd: {
    needs: ['pptpd'],
    start: () => startPptpd('127.0.0.34'),
    expected: { service: service('pptp', 'linux', null), access: 'unknown' },
    recording: 'pptp/pptpd',
  },
};

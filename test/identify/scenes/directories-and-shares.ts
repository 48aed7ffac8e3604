import { startSamba } from '../../lab/servers/samba.ts';
import { service, type Scenes } from '../scene.ts';

const smb = service('smb', null, null);

export const DIRECTORIES_AND_SHARES: Scenes = {
  'Samba as Debian sets it up': {
    needs: ['smbd'],
    start: () => startSamba(),
    expected: {
      service: smb,
      access: 'unknown',
      details: { 'smb.dialect': '3.1.1', 'smb.signing': 'optional', 'smb.v1': false },
    },
    recording: 'smb/samba',
  },
  'Samba that insists on signing, and on version 3.1.1': {
    needs: ['smbd'],
    start: () => startSamba({ signing: 'mandatory', minProtocol: 'SMB3_11' }),
    expected: { service: smb, details: { 'smb.dialect': '3.1.1', 'smb.signing': 'required', 'smb.v1': false } },
    recording: 'smb/samba-signing',
  },
  'Samba that speaks version 1 too': {
    needs: ['smbd'],
    start: () => startSamba({ minProtocol: 'NT1' }),
    expected: { service: smb, details: { 'smb.dialect': '3.1.1', 'smb.signing': 'optional', 'smb.v1': true } },
    recording: 'smb/samba-v1',
  },
  'Samba behind a NetBIOS session': {
    needs: ['smbd'],
    // Elsewhere than on its own port it would be SMB, which Samba speaks without a session as well.
    start: () => startSamba({ address: '127.0.0.39', port: 139 }),
    expected: {
      service: service('netbios-ssn', null, null),
      access: 'unknown',
      details: { 'smb.dialect': '3.1.1', 'smb.signing': 'optional', 'smb.v1': false },
    },
    recording: 'netbios-ssn/samba',
  },
};

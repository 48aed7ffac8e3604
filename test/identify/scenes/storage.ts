import { expect } from 'vitest';
import { startNbd, startTgt } from '../../lab/servers/block-storage.ts';
import { startDnsmasq, startNamed, startUnbound } from '../../lab/servers/name-servers.ts';
import { startRpc } from '../../lab/servers/rpc-servers.ts';
import { startRsyncd } from '../../lab/servers/rsyncd.ts';
import { startGitDaemon, startSvnserve } from '../../lab/servers/source-servers.ts';
import { service, type Scenes } from '../scene.ts';

const text: unknown = expect.stringMatching(/^\d/);

const RPC = ['unshare', 'socat', 'ip', 'mount'];

export const STORAGE: Scenes = {
  'rsync with modules': {
    needs: ['rsync'],
    start: () => startRsyncd({ modules: { backup: 'Backups of the lab', 'web pages': '' } }),
    expected: {
      service: service('rsync', null, null),
      access: 'unknown',
      details: { 'rsync.modules': ['backup', 'web pages'] },
    },
    recording: 'rsync/modules',
  },
  'rsync that lists nothing': {
    needs: ['rsync'],
    start: () => startRsyncd({ modules: {} }),
    expected: { service: service('rsync', null, null), access: 'unknown', details: { 'rsync.modules': [] } },
    recording: 'rsync/none',
  },
  'BIND that looks up names for everybody': {
    needs: ['named'],
    start: () => startNamed({ recursion: true }),
    expected: { service: service('dns', 'BIND', text), access: 'unknown', details: { 'dns.recursion': true } },
    recording: 'dns/bind-recursive',
  },
  'BIND that looks up nothing': {
    needs: ['named'],
    start: () => startNamed({ recursion: false }),
    expected: { service: service('dns', 'BIND', text), access: 'unknown', details: { 'dns.recursion': false } },
    recording: 'dns/bind-authoritative',
  },
  dnsmasq: {
    needs: ['dnsmasq'],
    start: () => startDnsmasq(),
    expected: { service: service('dns', 'dnsmasq', text), access: 'unknown' },
    recording: 'dns/dnsmasq',
  },
  'Unbound without a version': {
    needs: ['unbound'],
    start: () => startUnbound(),
    expected: { service: service('dns', null, null), access: 'unknown', details: { 'dns.recursion': true } },
    recording: 'dns/unbound',
  },
  rpcbind: {
    needs: [...RPC, 'rpcbind'],
    start: () => startRpc({ speaks: 'rpcbind' }),
    expected: {
      service: service('rpcbind', null, null),
      access: 'none-required',
      details: { 'rpcbind.programs': ['rpcbind'] },
    },
    recording: 'rpcbind/open',
  },
  'the mount daemon of the NFS server': {
    needs: [...RPC, 'rpcbind', 'rpc.mountd'],
    start: () => startRpc({ speaks: 'mountd' }),
    expected: {
      service: service('mountd', null, null),
      access: 'unknown',
      details: { 'nfs.exports': ['/srv/pub', '/srv/own'], 'nfs.world_exports': ['/srv/pub'] },
    },
    recording: 'mountd/exports',
  },
  'NFS-Ganesha': {
    needs: [...RPC, 'rpcbind', 'ganesha.nfsd'],
    start: () => startRpc({ speaks: 'nfs' }),
    expected: { service: service('nfs', null, null), access: 'unknown' },
    recording: 'nfs/ganesha',
  },
  'tgt with a target': {
    needs: ['tgtd', 'tgtadm'],
    start: () => startTgt(),
    expected: {
      service: service('iscsi', null, null),
      access: 'unknown',
      details: { 'iscsi.open_discovery': true, 'iscsi.targets': ['iqn.2026-01.example.lab:disk'] },
    },
    recording: 'iscsi/open-discovery',
  },
  'tgt with a password for discovery': {
    needs: ['tgtd', 'tgtadm'],
    start: () => startTgt({ chap: true }),
    expected: {
      service: service('iscsi', null, null),
      access: 'required',
      details: { 'iscsi.open_discovery': false },
    },
    recording: 'iscsi/chap',
  },
  'nbd-server that lists its exports': {
    needs: ['nbd-server'],
    start: () => startNbd({ list: true }),
    expected: {
      service: service('nbd', null, null),
      access: 'none-required',
      details: { 'nbd.exports': ['backup'] },
    },
    recording: 'nbd/list',
  },
  'nbd-server that keeps its exports for itself': {
    needs: ['nbd-server'],
    start: () => startNbd({ list: false }),
    expected: { service: service('nbd', null, null), access: 'unknown', details: {} },
    recording: 'nbd/no-list',
  },
  "git's daemon": {
    needs: ['git'],
    start: () => startGitDaemon(),
    expected: { service: service('git', null, null), access: 'unknown' },
    recording: 'git/daemon',
  },
  'svnserve for everybody': {
    needs: ['svnserve', 'svnadmin'],
    start: () => startSvnserve({ anonymous: true }),
    expected: { service: service('svn', 'Subversion', null), access: 'none-required' },
    recording: 'svn/anonymous',
  },
  'svnserve with passwords': {
    needs: ['svnserve', 'svnadmin'],
    start: () => startSvnserve({ anonymous: false }),
    expected: { service: service('svn', 'Subversion', null), access: 'required' },
    recording: 'svn/password',
  },
};

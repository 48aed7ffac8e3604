import { describe, expect, it } from 'vitest';
import { declaredLines, intentLines, vantageLines } from '../../../src/cli/terminal/places-text.ts';
import type { Report } from '../../../src/model/report.ts';
import { sampleReport } from '../sample-report.ts';

const vantage: Report['vantages'][number] = {
  id: 'fra',
  zone: 'internet',
  run: 'a',
  tool: 'portreeve',
  startedAt: null,
  finishedAt: null,
  complete: true,
  endpoints: 4,
  states: { open: 1, closed: 2, filtered: 1, error: 0 },
  health: 'confirmed',
  controls: [],
};

describe('where probes started', () => {
  it('is told of several vantages, and of one that cannot hear', () => {
    expect(vantageLines(sampleReport({ vantages: [vantage] }))).toEqual([]);
    const nmap = { ...vantage, id: 'scan', zone: null, tool: 'nmap', health: 'no-control' } as const;
    expect(vantageLines(sampleReport({ vantages: [vantage, nmap] }))).toEqual([
      'From fra (internet): 1 open, 2 closed, 1 filtered; sees its control',
      'From scan, nmap: 1 open, 2 closed, 1 filtered; without a control',
    ]);
    expect(vantageLines(sampleReport({ vantages: [{ ...vantage, health: 'failed' }] }))).toEqual([
      'From fra (internet): 1 open, 2 closed, 1 filtered; does not see its control: its silence proves nothing',
    ]);
  });
});

const row = {
  at: 'intent.yaml:9',
  from: 'internet',
  to: 'web',
  ports: '443',
  expect: 'open',
  service: null,
  auth: null,
  reason: null,
  owner: null,
  ticket: null,
  expires: null,
  state: 'in-force',
  cells: { matched: 5, deviating: 1, notAssessed: 2 },
} as const;

describe('what was approved', () => {
  it('is counted, with rows that need a look', () => {
    expect(intentLines(sampleReport())).toEqual([]);
    const deviation = { zone: 'internet', address: '10.0.0.1', host: '10.0.0.1', port: 22, transport: 'tcp' } as const;
    const told = { expect: 'blocked', observed: 'open', deviation: 'unexpected-open', at: 'intent.yaml:9' } as const;
    const intent: Report['intent'] = {
      path: 'intent.yaml',
      sha256: 'a'.repeat(64),
      id: 'q4',
      title: 'Q4',
      owner: 'net',
      approvedBy: null,
      approved: null,
      reviewBy: '2026-01-01',
      ticket: null,
      overdue: true,
      rows: [row, { ...row, state: 'unused', cells: { matched: 0, deviating: 0, notAssessed: 0 } }],
      deviations: [{ ...deviation, ...told, fingerprint: null }],
      deviationsOmitted: 0,
    };
    expect(intentLines(sampleReport({ intent }))).toEqual([
      'Intent: 5 as approved, 1 deviation (1 unexpected-open), 2 not assessed; 1 row met by nothing, its review is overdue',
    ]);
  });
});

describe('what a firewall declares', () => {
  it('is counted by line, and contradictions are told', () => {
    const line = { at: 'fw.json#7', text: 'tcp dport 22 accept', action: 'allow', endpoints: 1 } as const;
    const declared: Report['declared'] = [
      {
        source: { kind: 'nftables', path: 'fw.json', sha256: 'b'.repeat(64) },
        lines: [
          { ...line, status: 'confirmed', because: '' },
          { ...line, status: 'contradicted', because: 'nothing came \u001b[31mthrough' },
        ],
        undeclared: [{ zone: null, address: '10.0.0.1', port: 80, transport: 'tcp' }],
        undeclaredOmitted: 0,
        warnings: ['one rule could not be read'],
      },
    ];
    const lines = declaredLines(sampleReport({ declared }));
    expect(lines[0]).toBe(
      'Declared by fw.json: 1 line confirmed, 1 contradicted, 0 not observed, 0 not compared; 1 open endpoint not allowed',
    );
    expect(lines[1]).toMatch(/^ {2}fw\.json#7: tcp dport 22 accept: nothing came .*through$/);
    expect(lines.join('')).not.toContain('\u001b');
    expect(lines[2]).toBe('  one rule could not be read');
  });
});

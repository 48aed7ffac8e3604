import fc from 'fast-check';
import { createServer } from 'node:https';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { createIdentifier } from '../../../src/identify/identifier.ts';
import { parseHttp, type HttpResponse } from '../../../src/identify/http-response.ts';
import { APPLICATIONS } from '../../../src/identify/web/applications.ts';
import { findApplication } from '../../../src/identify/web/find-application.ts';
import { nameOf } from '../../../src/identify/web/request.ts';
import { createCertificate } from '../../lab/servers/create-certificate.ts';
import { reasonToSkip } from '../../lab/servers/find-program.ts';
import { serverFolder } from '../../lab/servers/spawn-server.ts';
import { rm } from 'node:fs/promises';
import { LOOPBACK } from '../peer.ts';
import { RECORDINGS } from '../recording.ts';

const RESPONSES: readonly HttpResponse[] = [...RECORDINGS.values()]
  .flatMap(({ exchanges }) => exchanges.map(({ received }) => parseHttp(received)))
  .filter((response) => response !== undefined);

/** Recorded responses under other statuses, with other titles and with cut bodies. */
const RESPONSE: fc.Arbitrary<HttpResponse> = fc
  .record({
    response: fc.constantFrom(...RESPONSES),
    status: fc.constantFrom(200, 301, 302, 401, 403, 404, 500),
    title: fc.constantFrom(undefined, 'Consul by HashiCorp', 'Portainer', 'Nomad', 'Argo', 'x'),
    location: fc.constantFrom('/', '/a', 'b', '//x', 'http://x.example/', '/../', '%', '#'),
    kept: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ response, status, title, location, kept }) => ({
    ...response,
    status,
    title,
    headers: new Map([...response.headers, ['location', location] as const]),
    body: response.body.slice(0, Math.floor(response.body.length * kept)),
  }));

describe('whatever a server says', () => {
  it('is read without an exception, with a bounded number of questions, and named as the table names it', async () => {
    const names = new Set<string>(APPLICATIONS.map(({ name }) => name));
    await fc.assert(
      fc.asyncProperty(fc.array(RESPONSE, { minLength: 1, maxLength: 6 }), fc.nat(65_535), async (responses, port) => {
        const asked: string[] = [];
        const replies: HttpResponse[] = [];
        const session = {
          replies,
          ask: async (question: Parameters<typeof nameOf>[0]) => {
            asked.push(nameOf(question));
            const reply = responses[asked.length % responses.length];
            if (reply !== undefined) replies.push(reply);
            return reply;
          },
        };
        const [root] = responses;
        if (root === undefined) return;
        const found = await findApplication(session, root, { host: 'x.example', port, tls: undefined });
        expect(found === undefined || names.has(found.application.name)).toBe(true);
        expect(asked.length).toBeLessThan(200);
      }),
      { numRuns: 300 },
    );
  });
});

it('asks on over connections of their own inside TLS, where the server closes each', async (context) => {
  const missing = reasonToSkip('openssl');
  if (missing !== undefined) context.skip(missing);
  const folder = await serverFolder('https');
  const files = await createCertificate(folder);
  const options = { cert: await readFile(files.certificate), key: await readFile(files.key) };
  const paths: (string | undefined)[] = [];
  const server = createServer(options, (request, response) => {
    paths.push(request.url);
    const known = request.url === '/version' || request.url === '/containers/json?limit=1';
    response.writeHead(known ? 200 : 404, { connection: 'close', 'content-type': 'application/json' });
    response.end(request.url === '/version' ? '{"Version":"24.0.7","ApiVersion":"1.43"}' : known ? '[]' : '{}');
  });
  server.listen(0, '127.90.0.1');
  await once(server, 'listening');
  const bound = server.address();
  const endpoint = { address: '127.90.0.1', port: Number(Object(bound).port), transport: 'tcp' } as const;
  const identifier = createIdentifier({ gate: LOOPBACK, mode: 'all', concurrency: 1, deadlineMs: 6000 });
  const found = await identifier.identify(endpoint, 'lab.example');
  server.close();
  await rm(folder, { recursive: true });
  expect(found).toMatchObject({
    service: { name: 'docker', version: '24.0.7', tls: true },
    access: 'none-required',
  });
  expect(paths).toEqual(['/', '/version', '/containers/json?limit=1']);
});

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPlace } from './find-place.ts';
import { program } from './find-program.ts';
import type { Placement, Server } from './server.ts';
import { runProgram, serverFolder, spawnServer } from './spawn-server.ts';

/** A Node.js program that does nothing and lets itself be debugged. */
export async function startNodeInspector(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const args = [`--inspect=${place.address}:${place.port}`, '-e', 'setInterval(() => {}, 1e6)'];
  return spawnServer({ command: process.execPath, args, place, folder: await serverFolder('inspector') });
}

/** Debian's Chromium without a window, which may be debugged; it is kept from every network. */
export async function startChromium(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('chromium');
  const args = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-domain-reliability',
    '--host-resolver-rules=MAP * ~NOTFOUND',
    `--user-data-dir=${folder}/profile`,
    `--remote-debugging-address=${place.address}`,
    `--remote-debugging-port=${place.port}`,
    'about:blank',
  ];
  return spawnServer({ command: program('chromium'), args, place, folder });
}

/** Debian's ChromeDriver, which starts browsers for whoever asks. */
export async function startChromedriver(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const args = [`--port=${place.port}`, '--log-level=OFF'];
  return spawnServer({ command: program('chromedriver'), args, place, folder: await serverFolder('chromedriver') });
}

export interface WerkzeugOptions extends Placement {
  readonly pin: boolean;
}

const WSGI = `import sys
from werkzeug.serving import run_simple
from werkzeug.debug import DebuggedApplication
def hello(environ, start):
    start('200 OK', [('Content-Type', 'text/plain')])
    return [b'hello']
run_simple(sys.argv[1], int(sys.argv[2]), DebuggedApplication(hello, evalex=True, pin_security=sys.argv[3] == 'pin'))
`;

/** Debian's Werkzeug with its debugger, for which Flask's debug mode is another name. */
export async function startWerkzeug(options: WerkzeugOptions): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('werkzeug');
  const script = join(folder, 'application.py');
  await writeFile(script, WSGI);
  const args = [script, place.address, String(place.port), options.pin ? 'pin' : 'none'];
  return spawnServer({ command: '/usr/bin/python3', args, place, folder });
}

const GO = `package main
import ("net/http"; _ "net/http/pprof"; "os")
func main() { panic(http.ListenAndServe(os.Args[1], nil)) }
`;

/** A Go program that serves nothing but its profiles. */
export async function startGoPprof(options: Placement = {}): Promise<Server> {
  const place = await findPlace(options);
  const folder = await serverFolder('pprof');
  const source = join(folder, 'main.go');
  const binary = join(folder, 'profiled');
  await writeFile(source, GO);
  return spawnServer({
    command: binary,
    args: [`${place.address}:${place.port}`],
    place,
    folder,
    prepare: () => runProgram(program('go'), ['build', '-o', binary, source]),
  });
}

import { createRequire } from 'node:module';
import { constants } from 'node:os';

/** Memory that system calls read and write: bytes of ours, or the address of what `mmap` gave. */
export type Memory = Uint8Array | bigint | null;

/** The system calls of Linux that Node has no function for. They return what the C library's functions of the same names return. */
export interface Libc {
  /** Of the last call on this thread that returned -1: `ECONNREFUSED`, or the number as text where it has no name. */
  errorCode(): string;
  /** An ArrayBuffer over memory from `mmap`. */
  view(address: bigint, length: number): ArrayBuffer;
  socket(domain: number, type: number, protocol: number): number;
  connect(fd: number, address: Uint8Array, length: number): number;
  bind(fd: number, address: Uint8Array, length: number): number;
  getsockname(fd: number, address: Uint8Array, length: Uint8Array): number;
  getsockopt(fd: number, level: number, name: number, value: Uint8Array, length: Uint8Array): number;
  setsockopt(fd: number, level: number, name: number, value: Memory, length: number): number;
  close(fd: number): number;
  epollCreate(flags: number): number;
  epollCtl(epoll: number, operation: number, fd: number, event: Uint8Array | null): number;
  epollWait(epoll: number, events: Uint8Array, most: number, timeoutMs: number): number;
  poll(fds: Uint8Array, count: number, timeoutMs: number): number;
  sendmmsg(fd: number, messages: bigint, count: number, flags: number): number;
  recvmmsg(fd: number, messages: bigint, count: number, flags: number, timeout: null): number;
  /** Anonymous private memory; the address, or a negative number as unsigned where it failed. */
  mmap(address: null, length: number, protection: number, flags: number, fd: number, offset: number): bigint;
  munmap(address: bigint, length: number): number;
}

/** The part of koffi that is used. */
interface Koffi {
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the prototype is text; what it means is for the caller to say
  load(library: null): { func<Function>(prototype: string): Function };
  errno(): number;
  view(address: bigint, length: number): ArrayBuffer;
}

const ERROR_NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(constants.errno).map(([name, number]) => [number, name]),
);

let loaded: Libc | Error | undefined;

/** The system's C library. @throws Error saying why it cannot be called: another system than Linux, or the optional package koffi is not there */
export function loadLibc(): Libc {
  loaded ??= load();
  if (loaded instanceof Error) throw loaded;
  return loaded;
}

function load(): Libc | Error {
  if (process.platform !== 'linux') return new Error(`system calls are for Linux only, this is ${process.platform}`);
  try {
    const koffi: Koffi = createRequire(import.meta.url)('koffi');
    // The program itself is linked with the C library, whichever it is.
    const library = koffi.load(null);
    return {
      errorCode: () => ERROR_NAMES.get(koffi.errno()) ?? String(koffi.errno()),
      view: (address, length) => koffi.view(address, length),
      socket: library.func<Libc['socket']>('int socket(int domain, int type, int protocol)'),
      connect: library.func<Libc['connect']>('int connect(int fd, const void *address, uint32_t length)'),
      bind: library.func<Libc['bind']>('int bind(int fd, const void *address, uint32_t length)'),
      getsockname: library.func<Libc['getsockname']>('int getsockname(int fd, uint8_t *address, uint8_t *length)'),
      getsockopt: library.func<Libc['getsockopt']>(
        'int getsockopt(int fd, int level, int name, uint8_t *value, uint8_t *length)',
      ),
      setsockopt: library.func<Libc['setsockopt']>(
        'int setsockopt(int fd, int level, int name, const void *value, uint32_t length)',
      ),
      close: library.func<Libc['close']>('int close(int fd)'),
      epollCreate: library.func<Libc['epollCreate']>('int epoll_create1(int flags)'),
      epollCtl: library.func<Libc['epollCtl']>('int epoll_ctl(int epoll, int operation, int fd, const void *event)'),
      epollWait: library.func<Libc['epollWait']>('int epoll_wait(int epoll, uint8_t *events, int most, int timeout)'),
      poll: library.func<Libc['poll']>('int poll(uint8_t *fds, unsigned long count, int timeout)'),
      sendmmsg: library.func<Libc['sendmmsg']>(
        'int sendmmsg(int fd, const void *messages, unsigned int count, int flags)',
      ),
      recvmmsg: library.func<Libc['recvmmsg']>(
        'int recvmmsg(int fd, const void *messages, unsigned int count, int flags, const void *timeout)',
      ),
      mmap: library.func<Libc['mmap']>(
        'void *mmap(void *address, size_t length, int protection, int flags, int fd, int64_t offset)',
      ),
      munmap: library.func<Libc['munmap']>('int munmap(const void *address, size_t length)'),
    };
  } catch (cause) {
    const [why] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
    return new Error(`the optional package koffi does not load: ${why}`, { cause });
  }
}

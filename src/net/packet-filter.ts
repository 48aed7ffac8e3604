import type { Libc } from './libc.ts';
import { MappedMemory } from './mapped-memory.ts';
import type { PortBlock } from './port-block.ts';

/** `asm-generic/socket.h` */
const SOL_SOCKET = 1;
const SO_ATTACH_FILTER = 26;

/** Instructions of classic BPF (`linux/filter.h`, `linux/bpf_common.h`). X holds where the TCP header begins. */
const LOAD_X_NUMBER = 0x01;
const LOAD_X_IPV4_HEADER = 0xb1;
const LOAD_BYTE_AT_X = 0x50;
const LOAD_HALF_AT_X = 0x48;
const SUBTRACT = 0x14;
const JUMP_IF_AT_LEAST = 0x35;
const JUMP_IF_ANY_BIT = 0x45;
const RETURN = 0x06;

const ACK = 0x10;
const SYN_OR_RST = 0x06;
const WHOLE_PACKET = 0x40000;

/** Operation, instructions to skip when the test is true and when it is false, operand. */
type Instruction = readonly [operation: number, ifTrue: number, ifFalse: number, operand: number];

/** Lets through TCP to the ports of a block that has ACK and one of SYN and RST set: not our own SYNs, which come back on loopback. */
export function answerFilter(ports: PortBlock, headerBefore: 'ipv4' | 'none'): readonly Instruction[] {
  return [
    headerBefore === 'ipv4' ? [LOAD_X_IPV4_HEADER, 0, 0, 0] : [LOAD_X_NUMBER, 0, 0, 0],
    [LOAD_BYTE_AT_X, 0, 0, 13],
    [JUMP_IF_ANY_BIT, 0, 5, ACK],
    [JUMP_IF_ANY_BIT, 0, 4, SYN_OR_RST],
    [LOAD_HALF_AT_X, 0, 0, 2],
    [SUBTRACT, 0, 0, ports.first],
    [JUMP_IF_AT_LEAST, 1, 0, ports.count],
    [RETURN, 0, 0, WHOLE_PACKET],
    [RETURN, 0, 0, 0],
  ];
}

/** Makes the kernel drop what a program refuses before it is queued on the socket. @returns whether the kernel took it */
export function attachFilter(libc: Libc, fd: number, program: readonly Instruction[]): boolean {
  const INSTRUCTION = 8;
  using memory = new MappedMemory(libc, program.length * INSTRUCTION);
  const [halves, bytes, words] = [
    new Uint16Array(memory.buffer),
    new Uint8Array(memory.buffer),
    new Uint32Array(memory.buffer),
  ];
  for (const [at, [operation, ifTrue, ifFalse, operand]] of program.entries()) {
    halves[at * 4] = operation;
    bytes[at * INSTRUCTION + 2] = ifTrue;
    bytes[at * INSTRUCTION + 3] = ifFalse;
    words[at * 2 + 1] = operand;
  }
  // struct sock_fprog: how many, and where they are.
  const pointer = new BigUint64Array([0n, memory.address]);
  const fprog = new Uint8Array(pointer.buffer);
  new Uint16Array(pointer.buffer)[0] = program.length;
  return libc.setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, fprog, fprog.length) === 0;
}

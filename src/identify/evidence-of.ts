import { printable } from '../model/printable.ts';
import type { Evidence } from '../model/service.ts';
import type { Question } from './question.ts';

/** Bytes of an answer that are kept as proof. */
const RECEIVED_KEPT = 256;

/** One question and the beginning of its answer as evidence. */
export function evidenceOf(question: Question, received: Buffer): Evidence {
  const kept = received.subarray(0, RECEIVED_KEPT);
  return {
    question: question.name,
    sent: question.bytes.toString('hex'),
    received: kept.toString('hex'),
    text: printable(kept.toString('latin1')),
  };
}

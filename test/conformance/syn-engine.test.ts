import { describeEngine } from './engine-conformance.ts';

describeEngine({ module: 'syn-engine.js', create: 'createSynEngine', seesPackets: true });

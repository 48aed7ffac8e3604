import { describeEngine } from './engine-conformance.ts';

describeEngine({ module: 'node-engine.js', create: 'createNodeEngine', seesPackets: false });

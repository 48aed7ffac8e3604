import { describeEngine } from './engine-conformance.ts';

describeEngine({ module: 'connect-engine.js', name: 'ConnectEngine', seesPackets: false });

import { describeEngine } from './engine-conformance.ts';

describeEngine({ module: 'epoll-engine.js', create: 'createEpollEngine', seesPackets: false });

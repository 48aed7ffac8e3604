import { openOrAsks, openTo } from '../open-or-asks.ts';
import type { WebApplication } from '../web-application.ts';

const ACTUATOR = { path: '/actuator' } as const;

/** What any program may have built in; asked after the programs themselves. */
export const EMBEDDED = [
  {
    name: 'spring-actuator',
    product: 'Spring Boot Actuator',
    ports: [],
    hints: [
      { body: /<h1>Whitelabel Error Page<\/h1>/ },
      { status: 404, body: /^\{"timestamp":"?\d[^"]{1,40}"?,"status":404,"error":"Not Found"/ },
    ],
    rootTellsNothing: true,
    identify: {
      path: '/actuator',
      marker: { status: 200, body: /^\{"_links":\{"self":\{"href":"[^"]{1,200}\/actuator"/ },
    },
    access: [
      {
        // A link alone proves nothing, and the values are nobody's business: whether they would be told is asked without being told them.
        path: '/actuator/env',
        method: 'HEAD',
        readings: [
          { status: 200, header: ['content-type', /actuator|json/], access: 'none-required' },
          { status: [401, 403], access: 'required' },
        ],
      },
    ],
    facts: [
      { name: 'spring.env', question: ACTUATOR, pattern: /"env":\{"href":/, value: true },
      { name: 'spring.heapdump', question: ACTUATOR, pattern: /"heapdump":\{"href":/, value: true },
    ],
    source: 'docs.spring.io/spring-boot: production-ready features, endpoints',
  },
  {
    name: 'jolokia',
    product: 'Jolokia',
    ports: [8778],
    hints: [{ header: ['www-authenticate', /realm="jolokia"/], proves: true }],
    identify: {
      path: '/jolokia/version',
      marker: { status: 200, body: /"agent":"\d[\w.-]{1,40}"/ },
      version: /"agent":"([\w.-]{1,40})"/,
    },
    // The version is told under every policy; an attribute that names nothing but the Java version shows whether attributes can be read.
    access: [openOrAsks('/jolokia/read/java.lang:type=Runtime/SpecVersion', /"value":"\d[\d.]{0,10}"/)],
    source: 'jolokia.org/reference: protocol, version operation, security policy',
  },
  {
    name: 'pprof',
    product: 'Go pprof',
    ports: [6060],
    hints: [],
    rootTellsNothing: true,
    identify: {
      path: '/debug/pprof/',
      marker: { status: 200, title: /^\/debug\/pprof\/?$/, body: /Types of profiles available/ },
    },
    access: [openTo('/debug/pprof/', /Types of profiles available/)],
    source: 'pkg.go.dev/net/http/pprof',
  },
] as const satisfies readonly WebApplication[];

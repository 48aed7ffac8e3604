import { asks, html, json, plain, redirect, reply, type WebCases } from './web-case.ts';

const WERKZEUG = { Server: 'Werkzeug/3.0.1 Python/3.11.2' };
const TOMCAT = html('Apache Tomcat/10.1.6');
const WILDFLY = html('Welcome to WildFly');
const WHITELABEL = reply(404, {}, '<html><body><h1>Whitelabel Error Page</h1></body></html>');
const LINKS =
  '{"_links":{"self":{"href":"http://lab:8080/actuator","templated":false},"health":{"href":"http://lab:8080/actuator/health"}';
const JOLOKIA = json(
  '{"request":{"type":"version"},"value":{"agent":"1.7.2","protocol":"7.2"},"timestamp":1,"status":200}',
);
const VITE = html('Vite App', '<script type="module" src="/@vite/client"></script>');

function console(trusted: boolean): {
  readonly '/': ReturnType<typeof html>;
  readonly '/console': ReturnType<typeof html>;
} {
  return {
    '/': html('', 'hello', WERKZEUG),
    '/console': html('Console // Werkzeug Debugger', `EVALEX_TRUSTED = ${trusted}`, WERKZEUG),
  };
}

export const DEVELOPMENT_REPLIES: WebCases = {
  'node-inspector': {
    open: {
      pages: {
        '/': reply(400, { 'Content-Type': 'text/html; charset=UTF-8' }, 'WebSockets request was expected\r\n'),
        '/json/version': json('{\n  "Browser": "node.js/v20.20.2",\n  "Protocol-Version": "1.1"\n}'),
      },
      access: 'none-required',
      version: '20.20.2',
    },
    'that keeps its version to itself': {
      pages: { '/': reply(400, {}, 'WebSockets request was expected\r\n') },
      access: 'unknown',
    },
  },
  'chrome-devtools': {
    open: {
      pages: {
        '/': reply(200, { 'X-Frame-Options': 'DENY', 'Content-Type': 'text/html; charset=UTF-8' }),
        '/json/version': json(
          '{\n   "Browser": "Chrome/120.0.6099.109",\n   "webSocketDebuggerUrl": "ws://lab:9222/devtools/browser/abc"\n}',
        ),
      },
      access: 'none-required',
      version: '120.0.6099.109',
    },
  },
  'werkzeug-debugger': {
    'without a PIN': { pages: console(true), access: 'none-required', version: '3.0.1' },
    'with a PIN': { pages: console(false), access: 'required', version: '3.0.1' },
  },
  vite: {
    open: { pages: { '/': VITE, '/@vite/client': plain('class HMRContext {}') }, access: 'none-required' },
    'behind a password': { pages: { '/': VITE, '/@vite/client': asks('Basic realm="dev"') }, access: 'required' },
  },
  'webpack-dev-server': {
    open: {
      pages: {
        '/': html('App', '<script defer src="/static/js/bundle.js"></script>'),
        '/webpack-dev-server': html('', '<h1>Assets Report:</h1>'),
      },
      access: 'none-required',
    },
  },
  'tomcat-manager': {
    'with a manager that asks': {
      pages: { '/': TOMCAT, '/manager/html': asks('Basic realm="Tomcat Manager Application"') },
      access: 'required',
      version: '10.1.6',
    },
    'with a manager for its own machine': {
      pages: {
        '/': TOMCAT,
        '/manager/html': reply(
          403,
          {},
          'By default the Manager is only accessible from a browser running on the same machine as Tomcat.',
        ),
      },
      access: 'refused-by-acl',
    },
    'with an open manager': { pages: { '/': TOMCAT, '/manager/html': html('/manager') }, access: 'none-required' },
  },
  'wildfly-management': {
    'with a password': {
      pages: {
        '/': WILDFLY,
        '/management': asks('Digest realm="ManagementRealm",nonce="x"', '<html><title>401 - Unauthorized</title>'),
      },
      access: 'required',
    },
    open: {
      pages: {
        '/': WILDFLY,
        '/management': json('{"management-major-version" : 22,"product-version" : "30.0.1.Final"}'.replace(' :', ':')),
      },
      access: 'none-required',
      version: '30.0.1.Final',
    },
  },
  'weblogic-console': {
    'with a login': {
      pages: {
        '/': reply(404, {}, '<H4>From RFC 2068 <i>Hypertext Transfer Protocol -- HTTP/1.1</i>:</H4>'),
        '/console/login/LoginForm.jsp': html(
          'Oracle WebLogic Server Administration Console',
          '<p id="footerVersion">WebLogic Server Version: 12.2.1.4.0</p><input type="password" name="j_password">',
        ),
      },
      access: 'required',
      version: '12.2.1.4.0',
    },
  },
  'spring-actuator': {
    'with its environment for everybody': {
      pages: {
        '/': WHITELABEL,
        '/actuator': json(
          `${LINKS},"env":{"href":"http://lab:8080/actuator/env"},"heapdump":{"href":"http://lab:8080/actuator/heapdump"}}}`,
        ),
        'HEAD /actuator/env': reply(200, { 'Content-Type': 'application/vnd.spring-boot.actuator.v3+json' }),
      },
      access: 'none-required',
      details: { 'spring.env': true, 'spring.heapdump': true },
    },
    'with its environment behind a login': {
      pages: {
        '/': WHITELABEL,
        '/actuator': json(`${LINKS},"env":{"href":"http://lab:8080/actuator/env"}}}`),
        'HEAD /actuator/env': reply(401, {}),
      },
      access: 'required',
      details: { 'spring.env': true },
    },
    'with its health only': {
      pages: { '/': redirect('/x'), '/x': WHITELABEL, '/actuator': json(`${LINKS}}}`) },
      access: 'unknown',
    },
  },
  jolokia: {
    open: {
      pages: {
        '/jolokia/version': JOLOKIA,
        '/jolokia/read/java.lang:type=Runtime/SpecVersion': json(
          '{"request":{"type":"read"},"value":"17","timestamp":1,"status":200}',
        ),
      },
      onUsualPort: true,
      access: 'none-required',
      version: '1.7.2',
    },
    'with a policy': {
      pages: {
        '/jolokia/version': JOLOKIA,
        '/jolokia/read/java.lang:type=Runtime/SpecVersion': json(
          '{"error":"java.lang.Exception : Reading attribute is forbidden","status":403}',
        ),
      },
      onUsualPort: true,
      access: 'unknown',
    },
    'with a password': { pages: {}, otherwise: asks('Basic realm="jolokia"'), access: 'required' },
  },
  pprof: {
    open: {
      pages: {
        '/': plain('404 page not found\n', 404),
        '/debug/pprof/': html('/debug/pprof/', 'Types of profiles available:'),
      },
      access: 'none-required',
    },
  },
  webdriver: {
    ChromeDriver: {
      pages: {
        '/': json('{"value":{"error":"unknown command","message":"unknown command: unknown command: "}}', 404),
        '/status': json(
          '{"value":{"build":{"version":"120.0.6099.109 (abc)"},"message":"ChromeDriver ready for new sessions.","ready":true}}',
        ),
      },
      access: 'none-required',
      version: '120.0.6099.109',
    },
    'ChromeDriver for other addresses': {
      pages: {},
      otherwise: plain(
        'The request was rejected by the server (e.g. unauthorized IP, or invalid Host/Origin header).',
        403,
      ),
      access: 'refused-by-acl',
    },
  },
};

import { formAt, openOrAsks, openTo } from '../open-or-asks.ts';
import type { WebApplication } from '../web-application.ts';

/** Debuggers, development servers and application servers. */
export const DEVELOPMENT = [
  {
    name: 'node-inspector',
    product: 'Node.js',
    ports: [9229],
    hints: [{ status: 400, body: /^WebSockets request was expected/, proves: true }],
    identify: {
      path: '/json/version',
      asLocalhost: true,
      marker: { status: 200, body: /"Browser": "node\.js\/v\d/ },
      version: /"Browser": "node\.js\/v([\w.-]{1,40})"/,
    },
    access: [
      {
        path: '/json/version',
        asLocalhost: true,
        readings: [{ status: 200, body: /"Browser": "node\.js\/v\d/, access: 'none-required' }],
      },
    ],
    source: 'nodejs.org/learn: debugging, security implications; the inspector has no authentication',
  },
  {
    name: 'chrome-devtools',
    product: 'Chrome DevTools',
    ports: [9222],
    hints: [
      { status: 200, header: ['x-frame-options', /^DENY$/], body: /^$/ },
      { title: /^Inspectable (?:pages|WebContents)/ },
      { status: 500, body: /^Host header is specified and is not an IP address or localhost\./ },
    ],
    identify: {
      path: '/json/version',
      asLocalhost: true,
      marker: { status: 200, body: /"Browser": "(?:Headless)?(?:Chrom\w*|Edg)\/\d/ },
      version: /"Browser": "\w{1,30}\/([\d.]{1,40})"/,
    },
    access: [
      {
        path: '/json/version',
        asLocalhost: true,
        readings: [{ status: 200, body: /"webSocketDebuggerUrl": "wss?:\/\//, access: 'none-required' }],
      },
    ],
    source: 'chromedevtools.github.io/devtools-protocol: HTTP endpoints, which have no authentication',
  },
  {
    name: 'werkzeug-debugger',
    product: 'Werkzeug',
    ports: [],
    hints: [{ header: ['server', /^Werkzeug\//] }],
    // It answers to its own machine's names alone, which whoever asks may use.
    identify: {
      path: '/console',
      asLocalhost: true,
      marker: { status: 200, body: /<title>Console \/\/ Werkzeug Debugger<\/title>/ },
    },
    version: /server: werkzeug\/([\w.]{1,40})/i,
    access: [
      {
        path: '/console',
        asLocalhost: true,
        readings: [
          { status: 200, body: /EVALEX_TRUSTED = true/, access: 'none-required' },
          // It wants the PIN that the server prints when it starts.
          { status: 200, body: /EVALEX_TRUSTED = false/, access: 'required' },
        ],
      },
    ],
    source: 'werkzeug.palletsprojects.com: debugging applications, debugger PIN',
  },
  {
    name: 'vite',
    product: 'Vite',
    ports: [5173],
    hints: [{ body: /src="\/(?:[\w./-]{0,80}\/)?@vite\/client"/, proves: true }],
    access: [openOrAsks('/@vite/client', /HMRContext|createHotContext|__vite__|vite-error-overlay/)],
    source: 'vite.dev/config: server options; the development server has no authentication',
  },
  {
    name: 'webpack-dev-server',
    product: 'webpack-dev-server',
    ports: [],
    hints: [{ body: /webpack-dev-server|<script defer(?:="")? src="\/?(?:static\/js\/)?bundle\.js"/ }],
    identify: { path: '/webpack-dev-server', marker: { status: 200, body: /<h[12]>(?:Assets Report|Compilation)/ } },
    access: [openTo('/webpack-dev-server', /<h[12]>(?:Assets Report|Compilation)/)],
    source: 'webpack.js.org/configuration/dev-server, which has no authentication',
  },
  {
    name: 'tomcat-manager',
    product: 'Apache Tomcat Manager',
    ports: [],
    hints: [{ title: /^Apache Tomcat(?:\/\d|$)/ }, { body: /<h3>Apache Tomcat\/\d{1,3}\.\d/ }],
    identify: {
      path: '/manager/html',
      marker: [
        { status: 401, header: ['www-authenticate', /realm="Tomcat Manager Application"/] },
        { status: 403, body: /By default the Manager is only accessible from a browser running/ },
        { status: 200, title: /^\/manager$/ },
      ],
    },
    version: /<(?:title|h3)>Apache Tomcat\/([\w.-]{1,40})/,
    access: [
      {
        path: '/manager/html',
        readings: [
          { status: 200, title: /^\/manager$/, access: 'none-required' },
          { status: 401, header: ['www-authenticate', /realm="Tomcat Manager Application"/], access: 'required' },
          {
            status: 403,
            body: /By default the Manager is only accessible from a browser running/,
            access: 'refused-by-acl',
          },
        ],
      },
    ],
    source: 'tomcat.apache.org: manager how-to, remote address valve',
  },
  {
    name: 'wildfly-management',
    product: 'WildFly',
    ports: [9990],
    hints: [
      { title: /^(?:Welcome to (?:WildFly|JBoss)|WildFly|HAL Management Console|JBoss EAP)/ },
      { header: ['location', /\/console(?:\/index\.html)?$/] },
    ],
    identify: {
      path: '/management',
      marker: {
        body: /^\{"management-major-version"|"product-version" ?:|<title>401 - Unauthorized<\/title>|^401 - Unauthorized/,
      },
      version: /"product-version" ?: ?"([\w.-]{1,40})"/,
    },
    access: [
      {
        path: '/management',
        readings: [
          { status: 200, body: /"management-major-version"/, access: 'none-required' },
          { status: 401, header: ['www-authenticate', /realm="ManagementRealm"/], access: 'required' },
        ],
      },
    ],
    source: 'docs.wildfly.org: admin guide, HTTP management endpoint',
  },
  {
    name: 'weblogic-console',
    product: 'Oracle WebLogic Server',
    ports: [7001],
    hints: [{ status: 404, body: /From RFC 2068 <i>Hypertext Transfer Protocol|Error 404--Not Found/ }],
    identify: {
      path: '/console/login/LoginForm.jsp',
      marker: { status: 200, body: /WebLogic Server Administration Console/ },
      version: /WebLogic Server Version: ([\d.]{1,20})/,
    },
    access: [formAt('/console/login/LoginForm.jsp', /name="j_password"/)],
    source: 'docs.oracle.com: WebLogic Server, Administration Console',
  },
  {
    name: 'webdriver',
    product: 'WebDriver',
    ports: [4723, 9515],
    hints: [
      { body: /"error":"unknown command"/ },
      // Its answer to other names than localhost, and to addresses that it was not told.
      {
        status: 403,
        body: /^The request was rejected by the server \(e\.g\. unauthorized IP, or invalid Host\/Origin/,
        proves: true,
      },
    ],
    identify: {
      path: '/status',
      asLocalhost: true,
      marker: [
        {
          status: 200,
          body: /"message":"(?:ChromeDriver|MSEdgeDriver|Microsoft Edge WebDriver|WebDriver) ready for new sessions/,
        },
        { status: 200, body: /"message":"The server is ready to accept new connections"/ },
      ],
      version: /"build":\{[^}]{0,200}"version":"([\w.-]{1,40})/,
    },
    access: [
      {
        path: '/status',
        asLocalhost: true,
        // It has no authentication: whoever gets an answer may open sessions.
        readings: [
          { status: 200, body: /"ready":true/, access: 'none-required' },
          { status: 403, body: /^The request was rejected by the server/, access: 'refused-by-acl' },
        ],
      },
    ],
    source: 'w3.org/TR/webdriver: status; appium.io, chromedriver.chromium.org: security considerations',
  },
] as const satisfies readonly WebApplication[];

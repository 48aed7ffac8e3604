import { openOrAsks } from '../open-or-asks.ts';
import type { WebApplication } from '../web-application.ts';

/** Build servers, deployment and source code. */
export const CI_AND_CODE = [
  {
    name: 'jenkins',
    product: 'Jenkins',
    ports: [],
    hints: [{ header: ['x-jenkins', /^\d/], proves: true }],
    version: /^x-jenkins: (\d[\w.-]{0,40})$/m,
    access: [openOrAsks('/api/json?tree=mode', /"_class":"hudson\.model\.Hudson"/, [401, 403])],
    source: 'jenkins.io/doc/book/using/remote-access-api; book/security/managing-security',
  },
  {
    name: 'teamcity',
    product: 'TeamCity',
    ports: [8111],
    hints: [
      { header: ['teamcity-node-id', /./], proves: true },
      { header: ['www-authenticate', /realm="TeamCity"/], proves: true },
      { title: /TeamCity/ },
    ],
    identify: {
      path: '/app/rest/server',
      marker: [
        { header: ['teamcity-node-id', /./] },
        { status: 401, header: ['www-authenticate', /realm="TeamCity"/] },
      ],
    },
    version: /<server [^<>]{0,400}?version="(\d{4}[\w.-]{0,20})|Version<\/span> (\d{4}[\w.-]{0,20})/,
    access: [openOrAsks('/guestAuth/app/rest/server', /<server [^<>]{0,400}buildNumber="/, [401, 403])],
    source: 'jetbrains.com/help/teamcity: REST API, guest user',
  },
  {
    name: 'gitlab',
    product: 'GitLab',
    ports: [],
    hints: [
      { title: /\bGitLab$/, body: /content="GitLab"/, proves: true },
      { header: ['x-gitlab-meta', /./], proves: true },
      // It redirects to the name it was set up with.
      { header: ['location', /\/users\/sign_in$/] },
    ],
    identify: { path: '/api/v4/version', marker: { header: ['x-gitlab-meta', /./] } },
    // Projects may be public by intention: a listing would prove nothing.
    access: [{ path: '/api/v4/version', readings: [{ status: 401, access: 'required' }] }],
    source: 'docs.gitlab.com/api/version',
  },
  {
    name: 'gitea',
    product: 'Gitea',
    ports: [3000],
    hints: [
      { status: 200, body: /<meta name="author" content="Gitea\b|Powered by Gitea/, proves: true },
      { status: 200, title: /^Installation - +Gitea/, proves: true },
      { header: ['set-cookie', /^i_like_gitea=/], proves: true },
    ],
    identify: {
      path: '/api/v1/version',
      marker: { status: 200, body: /^\{"version":"\d/ },
      version: /"version":"([\w.+-]{1,60})"/,
    },
    access: [
      // Whoever comes first installs it, and names its administrator. Repositories may be public by intention.
      { path: '/', readings: [{ status: 200, title: /^Installation - +Gitea/, access: 'none-required' }] },
      { path: '/api/v1/version', readings: [{ status: [401, 403], access: 'required' }] },
    ],
    source: 'docs.gitea.com/api; docs.gitea.com/administration/config-cheat-sheet: REQUIRE_SIGNIN_VIEW, INSTALL_LOCK',
  },
  {
    name: 'forgejo',
    product: 'Forgejo',
    ports: [3000],
    hints: [
      { status: 200, body: /<meta name="author" content="Forgejo\b|Powered by Forgejo/, proves: true },
      { status: 200, title: /^Installation - +Forgejo/, proves: true },
    ],
    identify: {
      path: '/api/forgejo/v1/version',
      marker: { status: 200, body: /^\{"version":"\d/ },
      version: /"version":"([\w.+-]{1,60})"/,
    },
    access: [
      { path: '/', readings: [{ status: 200, title: /^Installation - +Forgejo/, access: 'none-required' }] },
      { path: '/api/forgejo/v1/version', readings: [{ status: [401, 403], access: 'required' }] },
    ],
    source: 'forgejo.org/docs/latest/user/api-usage',
  },
  {
    name: 'argocd',
    product: 'Argo CD',
    ports: [],
    hints: [{ title: /^Argo CD$/ }],
    identify: {
      path: '/api/version',
      marker: { status: 200, body: /^\{"Version":"v\d/ },
      version: /"Version":"v(\d[\w.+-]{0,60})"/,
    },
    access: [
      {
        // With anonymous access on and no role for it the list is empty: only an entry proves anything.
        path: '/api/v1/applications?fields=items.metadata.uid',
        readings: [
          { status: 200, body: /"items":\s*\[\s*\{/, access: 'none-required' },
          { status: [401, 403], access: 'required' },
        ],
      },
    ],
    source: 'argo-cd.readthedocs.io: API, anonymous access',
  },
  {
    name: 'concourse',
    product: 'Concourse',
    ports: [],
    hints: [{ title: /^Concourse$/ }],
    identify: {
      path: '/api/v1/info',
      marker: { status: 200, body: /^\{"version":"\d[\w.-]*","worker_version":"/ },
      version: /"version":"([\w.-]{1,40})"/,
    },
    access: [{ path: '/api/v1/workers', readings: [{ status: [401, 403], access: 'required' }] }],
    source: 'concourse-ci.org: exposing, auth',
  },
  {
    name: 'gocd',
    product: 'GoCD',
    ports: [8153],
    hints: [{ title: /- Go$/, path: '/go/' }],
    identify: {
      path: '/go/api/version',
      marker: { status: 200, body: /"version"\s*:\s*"\d{2}\.\d+\.\d+"[^}]{0,200}"git_sha"/ },
      version: /"version"\s*:\s*"([\d.]{1,20})"/,
    },
    access: [{ path: '/go/api/dashboard', readings: [{ status: [401, 403], access: 'required' }] }],
    source: 'api.gocd.org: version, dashboard',
  },
] as const satisfies readonly WebApplication[];

/** What `portreeve init` writes: every setting at its default, so that deleting a line changes nothing. */
export const STARTER_CONFIG = `# Portreeve configuration. Options on the command line win over environment variables
# (PORTREEVE_RATE=100), and those over this file. Every value below is the default.
# Relative paths are taken from the folder of this file.

# What to audit: addresses, CIDRs, ranges, host names, inventory files (CSV, JSON, YAML, Ansible).
targets: []
#  - 10.0.0.0/24
#  - db.example.org
#  - ./hosts.csv

# Never probed; same forms as targets. exclude_files: one exclusion a line.
exclude: []
exclude_files: []

# Numbers, ranges and named sets: 22,80,8000-8010,databases
ports: default

# Public addresses need an authorisation: a scope file (authorised ranges, by whom, until when),
# or one line: "Jo Doe, CHG-1234".
scope: null
authorized_by: null

sweep:
  engine: auto        # auto, syn, connect, node; see portreeve audit --help
  rate: 5000          # probes per second in all; max: no limit
  host_rate: 50       # probes per second to one host; max: no limit
  concurrency: null   # probes in flight at once; null: what rate and timeout make, as far as the machine allows
  timeout: 1500ms     # for one answer
  attempts: 8         # most probes that a silent port gets
  seed: null          # same seed, same order of probes
  controls: []        # ports that must be open from here, such as 10.0.0.1:22: where one is not, silence proves nothing

udp:
  enabled: false      # ask the well-known UDP services, too
  ports: null         # numbers and ranges, default or all; null: default
  snmp_public: false  # ask SNMP with the community public, too: a read of sysDescr

identify:
  mode: all           # none, expected (the usual protocol of the port), all
  concurrency: 4000   # connections at once
  deadline: 6s        # for one connection
  ics: false          # question controllers in plants and buildings too; without it their ports are sent nothing
  max_effect: session # none, session (a login under no real name), logged (a failed login): checks that do more are not asked

policy:
  extends: []         # preset:NAME, and packs beside those of the preset
  packs: []           # files, folders or pack:NAME; none means all that come with Portreeve
  rules: {}           # changes by rule id, always with a reason:
  #  cleartext/telnet: {off: true, because: "decommissioned in May, CHG-77"}
  #  cleartext/ftp: {severity: low, because: "public mirror"}
  intent: null        # what may be reached from where: a file, see docs/intent.md
  declared: []        # what should be open: nft -j list ruleset, iptables-save, AWS security groups, a Terraform plan
  declared_from: []   # where probes come from as that firewall sees it: 10.0.0.0/8, internet=0.0.0.0/0
  declared_hook: auto # input (connections end there), forward (they pass through), auto: what its kind usually does
  declared_interfaces: [] # interfaces that connections come in by: eth0, or eth1=10.1.0.0/16 for those from there
  declared_groups: [] # addresses of security groups: sg-0a1b=203.0.113.0/24
  declared_members: [] # files that say so: aws ec2 describe-network-interfaces
  waivers: []         # accepted risks: files, see docs/waivers.md
  strict_waivers: false # waivers that are expired, exceeded or unused fail the run
  baseline: null      # an earlier run to compare with: its directory or report.json
  fail_on_new: false  # only findings fail that the baseline has not, or that got worse
  as_of: null         # day as of which dates count, such as 2026-01-31; null: today
  rules_lock: null    # written by portreeve rules lock; null: ./rules.lock.json where it exists
  fail_on: high       # critical, high, medium, low, info, never
  max_not_assessed: 0.05  # share of verdicts that may be not assessed before the run is incomplete

# Where the probes start; rules read the zone, such as internet, office or dmz.
vantage:
  id: local
  zone: null

output:
  directory: null     # a new folder under portreeve-runs/
  formats: [html, json]
`;

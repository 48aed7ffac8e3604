interface PortSet {
  /** One line for the user who has to choose. */
  readonly about: string;
  /** Numbers and ranges, as `parsePorts` reads them. */
  readonly ports: string;
}

/** Names that may stand for ports in `--ports`. */
export const PORT_SETS = {
  default: {
    about: 'what is risky when a stranger can reach it, and what usually is reachable: about 140 TCP ports in one pass',
    // 515 and 9100 are printers: they are connected to and never written to. Industrial protocols are left out on purpose; see `ics`.
    ports:
      '21-23,25,53,79,80,88,110,111,113,135,139,143,179,389,443,445,512-515,548,554,587,631,636,873,902,990,993,995,1080,1099,' +
      '1194,1433,1521,1723,1883,2049,2181,2375,2376,2379,2380,3000,3128,3260,3268,3299,3306,3389,3632,3690,4040,4222,4369,4444,' +
      '4505,4506,4646,4730,4786,4899,5000,5005,5432,5555,5601,5666,5672,5900-5903,5938,5984-5986,6000,6060,6333,6379,6443,6556,' +
      '7001,7070,7199,7474,7547,7687,8000,8008,8009,8080,8081,8086,8088,8089,8111,8123,8161,8200,8265,8291,8443,8500,8529,8649,' +
      '8728,8787,8888,8983,9000,9042,9090,9092,9100,9200,9229,9300,9418,9870,9999,10000,10050,10250,10255,11211,11300,11434,' +
      '15672,16686,19530,26257,27017,50000,50070,61613,61616',
  },
  all: { about: 'every TCP port', ports: '1-65535' },
  top: {
    about: 'twenty ports that are open most often',
    ports: '21-23,25,53,80,110,111,135,139,143,443,445,993,995,1723,3306,3389,5900,8080',
  },
  'remote-admin': {
    about: 'shells, desktops and management consoles',
    ports: '22,23,512-514,902,3389,4786,4899,5900-5910,5938,5985,5986,6000-6003,7070,8291,8728,10000',
  },
  databases: {
    about: 'databases, caches and search engines',
    ports:
      '1433,1521,3050,3306,3307,5432,5433,5601,5984,6333,6379,6380,6432,6984,7474,7687,8086,8123,8529,8983,9042,9142,9200,9300,11211,' +
      '19530,26257,27017-27019,33060,50000',
  },
  messaging: {
    about: 'message brokers, queues and coordination',
    ports: '1883,2181,4222,4730,5671,5672,8161,8883,9092,9093,11300,15672,61613,61616',
  },
  'control-plane': {
    about: 'container, cluster, secret and build control',
    ports:
      '2375,2376,2379,2380,4505,4506,4646,5000,6443,8080,8088,8111,8200,8265,8443,8500,9000,9870,10250,10255,50000,50070',
  },
  dev: {
    about: 'development servers and debuggers',
    ports: '1099,3000,4040,4444,5000,5005,5555,6060,7199,8000,8009,8080,8081,8787,8888,9000,9229,9999,11434',
  },
  files: {
    about: 'file shares, disks and version control',
    ports: '21,111,139,445,548,873,990,2049,3260,3690,9418,10809',
  },
  cleartext: {
    about: 'protocols that carry passwords or data unencrypted',
    ports: '21,23,25,79,80,110,143,389,512-514,873,1883,3306,5432,5672,5900-5910,6379,8080',
  },
  mail: { about: 'mail transfer and mailboxes', ports: '25,110,143,465,587,993,995' },
  web: {
    about: 'web servers and proxies',
    ports: '80,443,3000,3128,5000,8000,8008,8080,8081,8088,8443,8888,9000,9090,9443',
  },
  monitoring: {
    about: 'metrics, traces and monitoring agents',
    ports: '3000,5666,6556,8649,9090,9091,9093,10050,10051,16686',
  },
  ics: {
    about: 'controllers in plants and buildings; questioned with --ics only',
    ports: '102,502,1911,2404,4840,4911,10001,20000,44818',
  },
} as const satisfies Record<string, PortSet>;

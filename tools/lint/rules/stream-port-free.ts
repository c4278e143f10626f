import type { Rule } from '../rule.ts';
import { streamServices } from '../stream-services.ts';
import { takenPorts } from '../taken-ports.ts';

export default {
  id: 'stream-port-free',
  severity: 'error',
  summary: 'no TCP or UDP service has a port that something else has',
  check({ values }, report) {
    const owners = { tcp: takenPorts(values, 'tcp'), udp: takenPorts(values, 'udp') };
    for (const { protocol, port } of streamServices(values)) {
      const owner = owners[protocol].get(port);
      if (owner !== undefined) report([protocol, port], `${protocol}.${port} is a port that ${owner} takes; choose another one`);
    }
  },
} satisfies Rule;

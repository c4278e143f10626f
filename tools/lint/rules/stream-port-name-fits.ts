import { textAt } from '../rule.ts';
import type { Rule } from '../rule.ts';
import { streamServices } from '../stream-services.ts';

/** https://www.rfc-editor.org/rfc/rfc6335#section-5.1 */
const longest = 15;

export default {
  id: 'stream-port-name-fits',
  severity: 'error',
  summary: 'the port names of TCP and UDP services have at most 15 characters',
  check({ values }, report) {
    const prefix = textAt(values, 'portNamePrefix');
    for (const { protocol, port } of streamServices(values)) {
      const name = [prefix, port, protocol].filter((part) => part !== '').join('-');
      if (name.length <= longest) continue;
      report(['portNamePrefix'], `portNamePrefix makes the port name ${name} of ${name.length} characters, of which 15 are allowed; shorten it by ${name.length - longest} or more`, [[protocol, port]]);
    }
  },
} satisfies Rule;

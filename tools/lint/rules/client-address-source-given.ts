import { formatPath } from '../../values/path.ts';
import { settingAt, settingPath } from '../nginx-settings.ts';
import type { Rule } from '../rule.ts';

export default {
  id: 'client-address-source-given',
  severity: 'error',
  summary: "where a proxy tells the client's address, it is said which proxies are believed",
  check({ values }, report) {
    if (settingAt(values, 'proxy-real-ip-cidr') !== '') return;
    for (const key of ['enable-real-ip', 'use-forwarded-headers', 'use-proxy-protocol']) {
      if (settingAt(values, key) !== 'true') continue;
      const path = settingPath(values, key);
      report(path, `${formatPath(path)} is true without proxy-real-ip-cidr, so every sender's word on the client's address would count; set controller.config.proxy-real-ip-cidr to the addresses of your proxies or load balancers (0.0.0.0/0 to believe everyone)`);
    }
  },
} satisfies Rule;

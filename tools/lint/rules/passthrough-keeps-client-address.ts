import { formatPath } from '../../values/path.ts';
import { settingAt } from '../nginx-settings.ts';
import { textAt } from '../rule.ts';
import type { Rule } from '../rule.ts';
import { sslPassthrough } from '../ssl-passthrough.ts';

/** Whether nginx is told the client's address with each connection that the controller hands on, and believes it. */
function isTold(setting: (key: string) => string): boolean {
  const named = setting('enable-real-ip') === 'true' && setting('forwarded-for-header') === 'proxy_protocol';
  const isRead = named || setting('use-proxy-protocol') === 'true';
  return isRead && /(^|,)\s*(127\.|0\.0\.0\.0\/0)/.test(setting('proxy-real-ip-cidr'));
}

export default {
  id: 'passthrough-keeps-client-address',
  severity: 'warning',
  summary: 'with SSL passthrough the WAF still sees the addresses of clients',
  check({ values }, report) {
    const path = sslPassthrough(values);
    if (path === undefined || textAt(values, 'agent', 'mode') === 'none' || isTold((key) => settingAt(values, key))) return;
    report(path, `${formatPath(path)} is on: nginx gets every TLS connection from the controller beside it, so that the WAF takes 127.0.0.1 for the client of all of them; set enable-real-ip to true, forwarded-for-header to proxy_protocol and proxy-real-ip-cidr to 127.0.0.1/32 in controller.config, or have use-proxy-protocol and 127.0.0.1/32 in proxy-real-ip-cidr`);
  },
} satisfies Rule;

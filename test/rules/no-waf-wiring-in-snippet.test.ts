import rule from '../../tools/lint/rules/no-waf-wiring-in-snippet.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, [
  {
    title: 'finds the module in a block of other lines',
    layers: ['controller:\n  config:\n    main-snippet: |\n      worker_rlimit_core 500m;\n      load_module /etc/nginx/modules/ngx_http_fastly_module.so;\n'],
    found: ['values.yaml:3:19 controller.config.main-snippet loads the WAF module, which the chart does itself; remove the line and use module.path'],
  },
  {
    title: 'looks at the snippets of servers and locations',
    layers: ['controller:\n  config:\n    server-snippet: sigsci_agent_host tcp:agent;\n    location-snippet: sigsci_agent_port 8001;\n'],
    found: ['server', 'location'].map((name, index) => `values.yaml:${index + 3}:${name.length + 15} controller.config.${name}-snippet sets the agent's address, which the chart does itself; remove the line and use agent.*`),
  },
  { title: 'does not look at comments', layers: ['controller:\n  config:\n    main-snippet: "# load_module ngx_http_sigsci_module.so;"\n'] },
  { title: 'accepts another module', layers: ['controller:\n  config:\n    main-snippet: load_module /etc/nginx/modules/ngx_http_geoip2_module.so;\n'] },
]);

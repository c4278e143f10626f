import rule from '../../tools/lint/rules/stream-port-free.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, [
  {
    title: 'names who has the port, for each protocol',
    layers: ['tcp:\n  "80": a/b:1\n  "2024": a/b:1\nudp:\n  "8181": a/b:1\n'],
    found: [
      "values.yaml:2:9 tcp.80 is a port that the controller's http-port takes; choose another one",
      "values.yaml:3:11 tcp.2024 is a port that the agent's startup-probe-listener takes; choose another one",
      "values.yaml:5:11 udp.8181 is a port that the controller's default-server-port takes; choose another one",
    ],
  },
  {
    title: 'knows the ports of both Services',
    layers: ['controller:\n  service:\n    ports: { http: 8000 }\n    internal: { enabled: true, ports: { https: 9443 } }\n', 'tcp: { "8000": a/b:1, "9443": a/b:1 }\n'],
    found: [
      "values.yaml:1:16 tcp.8000 is a port that the external Service's port http takes; choose another one",
      "values.yaml:1:31 tcp.9443 is a port that the internal Service's port https takes; choose another one",
    ],
  },
  { title: 'accepts a free port, and one that is taken back', layers: ['tcp: { "5432": a/b:1, "80": null }\n'] },
]);

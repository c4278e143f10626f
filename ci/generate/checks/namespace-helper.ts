import type { Check } from '../generator.ts';
import { grepLines, projectFiles } from './files.ts';

/** The check that namespaceOverride reaches every object: one define alone reads the release's namespace. */
export const namespaceHelper: Check = {
  name: 'one define alone reads the namespace of the release',
  async find(root) {
    const templates = await projectFiles(root, /^chart\/.*templates\/.*\.(tpl|yaml|txt)$/);
    const places = await grepLines(root, templates, (line) => (line.includes('.Release.Namespace') ? line.trim() : undefined));
    const others = places.filter((place) => !place.startsWith('chart/templates/_names.tpl:'));
    const once = places.length - others.length === 1 ? [] : [`chart/templates/_names.tpl: reads .Release.Namespace ${places.length - others.length} times; it belongs into one define`];
    return [...once, ...others.map((place) => `${place}: use the define sigsci-ingress.names.namespace`)];
  },
};

import { settingOf } from '../../ci/lab/setting.ts';

/** Whether this is the long form, `npm run e2e:long`: the full matrix instead of a few of each. */
export const long: boolean = settingOf(process.env).long;

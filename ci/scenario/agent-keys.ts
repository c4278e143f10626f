import { randomBytes, randomUUID } from 'node:crypto';
import { settingOf } from '../lab/setting.ts';

/**
 * The keys that the agent is given: for the vendor's images those of the account, from SIGSCI_ACCESSKEYID and
 * SIGSCI_SECRETACCESSKEY, for the doubles throwaway ones of the shape that the console shows.
 */
export function agentKeys(env: NodeJS.ProcessEnv = process.env): { readonly accesskeyid: string; readonly secretaccesskey: string } {
  if (settingOf(env).images === 'doubles') return { accesskeyid: randomUUID(), secretaccesskey: randomBytes(32).toString('base64url') };
  return { accesskeyid: env['SIGSCI_ACCESSKEYID'] ?? '', secretaccesskey: env['SIGSCI_SECRETACCESSKEY'] ?? '' };
}

import * as assert from 'uvu/assert';
import { agentKeys } from '../../../ci/scenario/agent-keys.ts';
import { suite } from '../../support/suite.ts';

const keys = suite("the agent's keys");
const account = { SIGSCI_ACCESSKEYID: 'an-id', SIGSCI_SECRETACCESSKEY: 'a-secret' };

keys('are throwaway ones for the doubles, also where an account is at hand', () => {
  const [first, second] = [agentKeys(account), agentKeys(account)];
  assert.is.not(first.secretaccesskey, second.secretaccesskey);
  assert.is.not(first.accesskeyid, 'an-id');
});

keys("are the account's for the vendor's images", () => {
  const env = { ...account, SIGSCI_BACKEND: 'existing', SIGSCI_IMAGES: 'vendor' };
  assert.equal(agentKeys(env), { accesskeyid: 'an-id', secretaccesskey: 'a-secret' });
});

keys.run();

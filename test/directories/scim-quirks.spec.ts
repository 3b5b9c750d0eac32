import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DirectoryConnector } from '../../src/directories/domain/connector.js';
import { openScimConnector } from '../../src/directories/scim/scim-directory.js';
import { ScimSettingsSchema } from '../../src/directories/scim/scim-settings.js';
import { systemClock } from '../../src/kernel/clock.js';
import { newId } from '../../src/kernel/ids.js';
import { type ScimService, startScimService } from '../servers/scim-service.js';

describe('the SCIM connector on a service whose replicas lag', () => {
  let service: ScimService;
  let connector: DirectoryConnector;

  beforeEach(async () => {
    service = await startScimService();
    const { url, token } = service;
    connector = openScimConnector(ScimSettingsSchema.parse({ url, token }), systemClock);
  });
  afterEach(async () => {
    await connector.close();
    await service.close();
  });

  const disable = (ref: string, actionId: string) =>
    connector.perform({ do: 'disable', ref, actionId }, new AbortController().signal);

  it('waits until they show what was done', async () => {
    const { id } = service.add('alice@example.com');
    service.staleReadings = 3;

    const outcome = await disable(id, newId());

    expect(outcome).toMatchObject({
      kind: 'applied',
      before: { active: true },
      after: { active: false },
    });
  });

  it('answers in the end that it may be asked again, and then finds its work done', async () => {
    const { id } = service.add('alice@example.com');
    service.staleReadings = 20;
    const actionId = newId();

    const early = await disable(id, actionId);
    for (let left = 20; left > 0; left--) await connector.read(id);
    const late = await disable(id, actionId);

    expect([early.kind, late.kind]).toEqual(['unavailable', 'unchanged']);
    expect(service.accounts.get(id)?.version).toBe(2);
  });
});

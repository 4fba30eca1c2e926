import { expect, it } from 'vitest';
import { ticket } from './trouble';

it('Ticket_OfAFailure_HasAllOfItAndThePlatformsOwnWords', () => {
  const text = ticket(
    {
      title: 'qa-web-07 did not power off.',
      detail: 'The VM is still on.',
      said: { by: 'vSphere', text: 'ToolsUnavailable: …' },
      next: 'Start Tools, then retry.',
      code: 'platform.conflict',
      path: 'run 2041/hold/off/qa-web-07/1',
    },
    '2026-11-24 06:02:11 UTC',
    'http://runbooks/runs/2041',
  );
  expect(text.split('\n')).toEqual([
    'qa-web-07 did not power off.',
    'The VM is still on.',
    'vSphere: ToolsUnavailable: …',
    '> Start Tools, then retry.',
    'platform.conflict · run 2041/hold/off/qa-web-07/1',
    '2026-11-24 06:02:11 UTC',
    'http://runbooks/runs/2041',
  ]);
});

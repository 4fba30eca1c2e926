import { expect, it } from 'vitest';
import { draftOf, emptyDraft, mappingProblem, newSecret, requestOf, withDialect } from './draft';

it('WithDialect_Chosen_NamesTheSourceUntilSomebodyDoes', () => {
  const first = withDialect(emptyDraft, 'grafana', ['grafana', 'grafana-2']);
  expect([first.name, first.type]).toEqual(['grafana-3', 'bearer']);
  expect(withDialect(first, 'sns', [])).toMatchObject({ name: 'sns', type: 'sns' });
  expect(withDialect({ ...first, name: 'lab' }, 'zabbix', []).name).toBe('lab');
});

it('RequestOf_AType_CarriesOnlyWhatBelongsToIt', () => {
  const draft = { ...emptyDraft, name: ' lab ', secret: 's3', userName: 'am', topicArn: 'arn', signatureHeader: 'X-Sig' };
  expect(requestOf({ ...draft, dialect: 'alertmanager', type: 'basic' })).toMatchObject({
    name: 'lab',
    authentication: { type: 'basic', password: 's3', userName: 'am', token: null, secret: null, topicArn: null, signatureHeader: null },
    mapping: null,
    timeZone: null,
  });
  expect(requestOf({ ...draft, dialect: 'grafana', type: 'hmac' }).authentication).toMatchObject({
    secret: 's3',
    signatureHeader: 'X-Sig',
  });
  expect(requestOf({ ...draft, dialect: 'generic', type: 'none' })).toMatchObject({
    authentication: { token: null, password: null, secret: null },
    mapping: { name: expect.stringContaining('item.title') },
  });
});

it('RequestOf_SecretLeftOut_LeavesItAsItIsStored', () => {
  const stored = draftOf({
    name: 'am',
    path: '/hooks/am',
    dialect: 'alertmanager',
    authentication: { type: 'bearer' },
    secretNames: ['token'],
    timeZone: 'UTC',
    mapping: null,
    status: { accepted: 0, duplicates: 0, truncated: 0, refused: 0, lastAlertAt: null, lastRefusedAt: null, lastRefusal: null },
    createdAt: '2026-11-24T14:00:00Z',
    updatedAt: '2026-11-24T14:00:00Z',
  });
  expect(requestOf(stored).authentication).toMatchObject({ type: 'bearer', token: null });
});

it('MappingProblem_OfGeneric_SaysWhatCannotBeRead', () => {
  expect(mappingProblem({ ...emptyDraft, dialect: 'generic', mapping: '{' })).toBeDefined();
  expect(mappingProblem({ ...emptyDraft, dialect: 'generic' })).toBeUndefined();
  expect(mappingProblem({ ...emptyDraft, dialect: 'grafana', mapping: '{' })).toBeUndefined();
});

it('NewSecret_Made_IsLongAndAnotherEachTime', () => {
  expect(newSecret()).toMatch(/^[0-9a-f]{64}$/);
  expect(newSecret()).not.toBe(newSecret());
});

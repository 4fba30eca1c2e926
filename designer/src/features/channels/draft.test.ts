import { describe, expect, it } from 'vitest';
import { emptyDraft, kinds, withKind } from './draft';

describe('Channel draft', () => {
  it('EmptyDraft_ByLanguage_TellsEverythingInIt', () => {
    expect(emptyDraft('zh')).toMatchObject({ language: 'zh', enabled: true, kinds });
    expect(emptyDraft('en-GB').language).toBe('en');
  });

  it('WithKind_AddedOrTakenAway_KeepsTheOrder', () => {
    expect(withKind(['approval', 'page'], 'recommendation', true)).toEqual(['recommendation', 'page', 'approval']);
    expect(withKind(['approval', 'page'], 'page', false)).toEqual(['approval']);
    expect(withKind(['approval'], 'approval', true)).toEqual(['approval']);
  });
});

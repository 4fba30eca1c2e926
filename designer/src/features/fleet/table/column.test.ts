import { describe, expect, it } from 'vitest';
import { type Column, shownColumns, switchColumn } from './column';

const columns = ['name', 'cpu', 'os'].map(
  (key): Column<object> => ({ key, title: key, width: 1, isExtra: key === 'os', render: () => null }),
);
const keys = (choice: string): string[] => shownColumns(columns, choice).map(({ key }) => key);

describe('Columns', () => {
  it('Shown_NoChoice_AreTheUsualOnes', () => expect(keys('')).toEqual(['name', 'cpu']));
  it('Switch_ExtraColumn_ShowsIt', () => expect(keys(switchColumn(columns, '', 'os'))).toEqual(['name', 'cpu', 'os']));
  it('Switch_UsualColumn_HidesIt', () => expect(keys(switchColumn(columns, '', 'cpu'))).toEqual(['name']));
  it('Shown_ChoiceWithoutTheFirst_HasItAllTheSame', () => expect(keys('os')).toEqual(['name', 'os']));
});

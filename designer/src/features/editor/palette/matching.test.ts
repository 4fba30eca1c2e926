import { expect, it } from 'vitest';
import { isWorkflowId, slugOf } from '../slug';
import { ranked } from './matching';

const entries = [
  { texts: ['Find VMs', 'fleet.find-vms', '查找虚拟机'] },
  { texts: ['Power off VMs', 'vm.power-off', '关闭虚拟机'] },
  { texts: ['Power off idle VMs', 'vm.power-off-idle', '关闭空闲虚拟机'] },
];

it.each([
  ['', ['Find VMs', 'Power off VMs', 'Power off idle VMs']],
  ['vms', ['Find VMs', 'Power off VMs', 'Power off idle VMs']],
  ['off pow', ['Power off VMs', 'Power off idle VMs']],
  ['vm', ['Power off VMs', 'Power off idle VMs', 'Find VMs']],
  ['关闭', ['Power off VMs', 'Power off idle VMs']],
  ['delete', []],
])('Ranked_By_%s_Gives_%j', (query, titles) => {
  expect(ranked(query, entries).map(({ texts }) => texts[0])).toEqual(titles);
});

it.each([
  ['Power off idle VMs', 'power-off-idle-vms'],
  ['  3 Zürich—hosts! ', 'zu-rich-hosts'],
  ['关闭空闲虚拟机', ''],
])('SlugOf_%s_Is_%s', (name, slug) => {
  expect(slugOf(name)).toBe(slug);
});

it.each([
  ['power-off', true],
  ['new', false],
  ['', false],
  ['a--b', false],
  ['1a', false],
])('IsWorkflowId_%s_Is_%s', (id, expected) => {
  expect(isWorkflowId(id)).toBe(expected);
});

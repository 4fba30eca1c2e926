import type { Schema } from '@/api/operations';
import type { Tab } from '../address';

export type Vocabulary = Schema<'FleetVocabulary'>;

/** What a selector may say of each kind of object, as the server knows it. */
export type Kind = 'text' | 'number' | 'state' | 'flag' | 'list' | 'time' | 'metric';

const shared: Record<string, Kind> = { name: 'text', id: 'text', connection: 'text', platform: 'text', stale: 'flag' };
const metrics: Record<string, Kind> = { cpu: 'metric', memory: 'metric', disk: 'metric', network: 'metric' };

export const fields: Record<Tab, Record<string, Kind>> = {
  vms: {
    ...shared,
    powerState: 'state',
    host: 'text',
    cluster: 'text',
    cpus: 'number',
    memoryBytes: 'number',
    os: 'text',
    ipAddresses: 'list',
    createdAt: 'time',
    age: 'time',
    ...metrics,
  },
  hosts: { ...shared, cluster: 'text', state: 'state', cpus: 'number', memoryBytes: 'number', vms: 'number', ...metrics },
  storages: { ...shared, capacityBytes: 'number', freeBytes: 'number' },
};

const states: Record<string, readonly string[]> = {
  powerState: ['on', 'off', 'suspended', 'unknown'],
  state: ['up', 'maintenance', 'down', 'unknown'],
};

/** The values that a field has in the fleet. */
export const valuesOf = (path: string, words: Vocabulary | undefined): readonly string[] => {
  if (states[path]) return states[path];
  if (!words) return [];
  const tag = path.match(/^tags\.([\w-]+)$|^tags\['([^']+)'\]$/);
  if (tag) return words.tags[tag[1] ?? tag[2] ?? ''] ?? [];
  const lists: Record<string, readonly string[]> = {
    host: words.hosts,
    cluster: words.clusters,
    connection: words.connections,
    platform: words.platforms,
    os: words.systems,
  };
  return lists[path] ?? [];
};

/** A tag as it is written in a selector. */
export const tagPath = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) ? `tags.${name}` : `tags[${quoted(name)}]`);

export const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

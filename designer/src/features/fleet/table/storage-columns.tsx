import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/operations';
import { useFormat } from '@/format/use-format';
import type { Column } from './column';
import { Share } from './host-columns';

type Storage = Schema<'StorageRow'>;

export const useStorageColumns = (onOpen: (id: string) => void): Column<Storage>[] => {
  const { t } = useTranslation('fleet');
  const format = useFormat();
  return useMemo(
    () => [
      {
        key: 'name',
        sort: 'name',
        title: t('name'),
        width: 240,
        grows: true,
        render: (storage) => (
          <span className="fleet-name">
            <button type="button" title={storage.name} onClick={() => onOpen(storage.id)}>
              {storage.name}
            </button>
          </span>
        ),
      },
      { key: 'connection', sort: 'connection', title: t('connection'), width: 160, render: (storage) => storage.connection },
      { key: 'used', sort: 'used', title: t('used'), width: 220, render: (storage) => <Share share={used(storage)} /> },
      {
        key: 'freeBytes',
        sort: 'freeBytes',
        title: t('free'),
        width: 110,
        isRight: true,
        render: (storage) => format.bytes(storage.freeBytes),
      },
      {
        key: 'capacityBytes',
        sort: 'capacityBytes',
        title: t('capacity'),
        width: 110,
        isRight: true,
        render: (storage) => format.bytes(storage.capacityBytes),
      },
      {
        key: 'age',
        title: t('age'),
        width: 110,
        isRight: true,
        render: (storage) => (storage.stale ? format.age(storage.lastSeenAt) : null),
      },
    ],
    [t, format, onOpen],
  );
};

export const used = ({ capacityBytes, freeBytes }: Pick<Storage, 'capacityBytes' | 'freeBytes'>): number | null =>
  capacityBytes > 0 ? 1 - freeBytes / capacityBytes : null;

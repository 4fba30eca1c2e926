import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { apiQuery } from '@/api/queries';
import { useFormat } from '@/format/use-format';
import { Facts } from '@/layout/beside';
import { SidePane } from '@/layout/side-pane';
import { usePlatformName } from '@/marks/platform-name';
import { CallProblem } from '@/problem/call-problem';
import { Share } from '../table/host-columns';
import { used } from '../table/storage-columns';
import { PaneHead } from './pane-head';

/** One storage: how full it is, and where it belongs. */
export const StorageDetail = ({ id, onClose }: { id: string; onClose: () => void }) => {
  const { t } = useTranslation('fleet');
  const format = useFormat();
  const platformName = usePlatformName();
  const read = useQuery({ ...apiQuery('/api/v1/fleet/storages/{id}', { params: { id } }), refetchInterval: 5_000 });
  const storage = read.data;
  return (
    <SidePane
      name="fleet"
      label={storage?.name ?? t('detail.storage')}
      head={storage && <PaneHead name={storage.name} note={format.age(storage.lastSeenAt)} />}
      words={{ close: t('detail.close'), resize: t('detail.resize') }}
      onClose={onClose}
    >
      {read.error && !storage && <CallProblem error={read.error} what={t('detail.storageFailed')} retry={read.refetch} />}
      {storage && (
        <div className="vm-detail">
          <Facts
            facts={[
              [t('used'), <Share key="used" share={used(storage)} />],
              [
                t('detail.roomLabel'),
                t('detail.room', { free: format.bytes(storage.freeBytes), capacity: format.bytes(storage.capacityBytes) }),
              ],
              [t('connection'), `${storage.connection} · ${platformName(storage.platform)}`],
              [t('state'), storage.stale && t('power.stale')],
              [t('detail.identity'), <code key="id">{storage.nativeId}</code>],
            ]}
          />
        </div>
      )}
    </SidePane>
  );
};

import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/operations';
import { useFormat } from '@/format/use-format';
import { PowerMark } from '../table/power-mark';
import { type ActionName, fateOf, inOrder, owners } from './actions';

type Vm = Schema<'VmRow'>;

/** More names than this nobody reads one by one; the search narrows them down. */
const most = 500;

/** The VMs by name with their owners, and what becomes of each. */
export const TargetList = ({ name, vms, observed }: { name: ActionName; vms: readonly Vm[]; observed: ReadonlySet<string> }) => {
  const { t } = useTranslation('fleet');
  const format = useFormat();
  const sorted = useMemo(() => inOrder(name, vms, observed), [name, vms, observed]);
  const owned = useMemo(() => owners(vms), [vms]);
  return (
    <section>
      <p className="action-owners">
        {t('action.owners', {
          owners: owned.map(([owner, count]) => t('action.ownerCount', { owner: owner ?? t('noOwner'), count })).join(t('action.and')),
        })}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard. */}
      <section className="action-targets" tabIndex={0} aria-label={t('action.targets')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('name')}</th>
              <th scope="col">{t('owner')}</th>
              <th scope="col">{t('connection')}</th>
              <th scope="col">{t('action.becomes')}</th>
            </tr>
          </thead>
          <tbody>
            {sorted.slice(0, most).map((vm) => {
              const fate = fateOf(name, vm, observed);
              return (
                <tr key={vm.id} className={`fate-${fate}`}>
                  <td>
                    <PowerMark power={vm.stale ? 'stale' : vm.powerState} /> {vm.name}
                  </td>
                  <td>{vm.tags.owner ?? t('noOwner')}</td>
                  <td>{vm.connection}</td>
                  <td>{fate === 'acts' ? t(`action.${name}.fate`) : t(`action.fate.${fate}`, { power: t(`power.${vm.powerState}`) })}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
        {sorted.length > most && (
          <p className="quiet">{t('action.more', { count: sorted.length - most, vms: format.number(sorted.length - most) })}</p>
        )}
      </section>
    </section>
  );
};

import { Button, Popover } from 'antd';
import { Columns3 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { preference } from '@/theme/preference';
import type { Tab } from '../address';
import { type Column, shownColumns, switchColumn } from './column';

const isText = (_: string): _ is string => true;
export const columnChoice: Record<Tab, ReturnType<typeof preference<string>>> = {
  vms: preference('fleet.vms', isText, ''),
  hosts: preference('fleet.hosts', isText, ''),
  storages: preference('fleet.storages', isText, ''),
};

export const ColumnChooser = <T,>({ tab, columns }: { tab: Tab; columns: readonly Column<T>[] }) => {
  const { t } = useTranslation('fleet');
  const choice = columnChoice[tab].use();
  const shown = new Set(shownColumns(columns, choice).map(({ key }) => key));
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      content={
        <fieldset className="column-chooser">
          <legend className="only-spoken">{t('columns')}</legend>
          {columns.slice(1).map(({ key, title }) => (
            <label key={key}>
              <input type="checkbox" checked={shown.has(key)} onChange={() => columnChoice[tab].set(switchColumn(columns, choice, key))} />
              {title}
            </label>
          ))}
          <Button size="small" onClick={() => columnChoice[tab].set('')}>
            {t('columnsReset')}
          </Button>
        </fieldset>
      }
    >
      <Button icon={<Columns3 size={14} />}>{t('columns')}</Button>
    </Popover>
  );
};

import { Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Time } from '@/format/time';
import { useHeight } from './use-height';
import type { Looking } from './use-looking';
import type { RunData } from './view/data';

/** The history as it is stored: the truth about the run. A press shows the run at that moment. */
export const History = ({ data, looking }: { data: RunData; looking: Looking }) => {
  const { t } = useTranslation('run');
  const [box, height] = useHeight(120);
  return (
    <div className="targets-table" ref={box}>
      <Table
        virtual
        size="small"
        rowKey="sequence"
        pagination={false}
        scroll={{ x: 640, y: height - 28 }}
        dataSource={data.entries}
        rowClassName={({ sequence }) => (sequence === looking.view.sequence ? 'row-selected' : '')}
        onRow={({ sequence }) => ({ onClick: () => looking.look({ at: sequence >= data.view.sequence ? null : sequence }) })}
        columns={[
          { title: t('history.sequence'), width: 64, align: 'right', dataIndex: 'sequence' },
          { title: t('history.at'), width: 112, render: (_, entry) => <Time at={entry.at} /> },
          { title: t('history.type'), width: 170, dataIndex: 'type' },
          {
            title: t('history.data'),
            ellipsis: true,
            render: (_, entry) => {
              const text = JSON.stringify(entry.data);
              return (
                <code className="history-data" title={text.slice(0, 2_000)}>
                  {text.slice(0, 400)}
                </code>
              );
            },
          },
        ]}
      />
    </div>
  );
};

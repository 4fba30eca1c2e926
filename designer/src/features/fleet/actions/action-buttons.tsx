import { Button, Dropdown } from 'antd';
import { Camera, Ellipsis, Power, RotateCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/api/session';
import { type ActionName, actionNames, actions } from './actions';

const first: readonly ActionName[] = ['powerOn', 'powerOff', 'restart', 'takeSnapshot'];
const icons = { powerOn: Power, powerOff: Power, restart: RotateCw, takeSnapshot: Camera } as const;

/** The usual actions as buttons, the others in a menu. Each opens a dialog first. */
export const ActionButtons = ({ onAct, few = false }: { onAct: (name: ActionName) => void; few?: boolean }) => {
  const { t } = useTranslation('fleet');
  const may = useMay('operate');
  const shown = few ? first.slice(0, 3) : first;
  const rest = actionNames.filter((name) => !shown.includes(name));
  if (!may) return <span className="quiet">{t('action.notAllowed')}</span>;
  return (
    <>
      {shown.map((name) => {
        const Icon = icons[name as keyof typeof icons];
        return (
          <Button key={name} icon={few ? undefined : <Icon size={14} />} onClick={() => onAct(name)}>
            {t(`action.${name}.button`)}
          </Button>
        );
      })}
      <Dropdown
        trigger={['click']}
        menu={{
          items: rest.map((name) => ({ key: name, label: t(`action.${name}.button`), danger: actions[name].effect === 'destroy' })),
          onClick: ({ key }) => onAct(key as ActionName),
        }}
      >
        <Button icon={<Ellipsis size={14} />} aria-label={t('action.others')} title={t('action.others')} />
      </Dropdown>
    </>
  );
};

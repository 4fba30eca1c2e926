import { Button, Dropdown, type MenuProps } from 'antd';
import { CircleUser } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { useSession } from '@/api/session';
import { signInAgain } from '@/api/signed-out';
import { switchLanguage } from '@/text/i18n';
import { useLanguage } from '@/text/use-language';
import { type ModeChoice, modeChoice } from '@/theme/mode';
import { shortcutsChoice } from './shortcuts';

const modes: readonly ModeChoice[] = ['system', 'light', 'dark'];

/** Language, and the user's menu: who, colours, keys, sign out. */
export const Preferences = () => {
  const { t } = useTranslation();
  const language = useLanguage();
  const other = language === 'zh' ? 'en' : 'zh';
  return (
    <div className="preferences">
      <Button type="text" lang={other === 'zh' ? 'zh-CN' : 'en'} onClick={() => switchLanguage(other)} aria-label={t('language.switch')}>
        {other === 'zh' ? '中文' : 'EN'}
      </Button>
      <UserMenu />
    </div>
  );
};

const UserMenu = () => {
  const { t } = useTranslation();
  const session = useSession();
  const mode = modeChoice.use();
  const shortcuts = shortcutsChoice.use();
  const items: MenuProps['items'] = [
    { key: 'who', label: session?.name ?? '', disabled: true },
    { type: 'divider' },
    { type: 'group', label: t('theme.title'), children: modes.map((key) => ({ key, label: t(`theme.${key}`) })) },
    { type: 'divider' },
    { key: 'shortcuts', label: t(shortcuts === 'on' ? 'keys.off' : 'keys.on') },
    { key: 'sign-out', label: t('signOut') },
  ];
  const choose: MenuProps['onClick'] = async ({ key }) => {
    if (key === 'shortcuts') shortcutsChoice.set(shortcuts === 'on' ? 'off' : 'on');
    else if (key === 'sign-out') {
      await api.delete('/api/v1/session', {});
      signInAgain();
    } else modeChoice.set(key as ModeChoice);
  };
  return (
    <Dropdown
      trigger={['click']}
      // In the phone's sheet, which lies above everything that is outside of it.
      getPopupContainer={(button) => button.closest('dialog') ?? document.body}
      menu={{ items, onClick: choose, selectable: true, selectedKeys: [mode] }}
    >
      <Button type="text" icon={<CircleUser size={18} />} aria-label={t('user.menu', { name: session?.name ?? '' })} />
    </Dropdown>
  );
};

import { QueryClientProvider } from '@tanstack/react-query';
import { App as AntdApp, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { LoaderCircle } from 'lucide-react';
import { useLayoutEffect, useMemo, useState } from 'react';
import { RouterProvider } from 'react-router/dom';
import { makeQueryClient } from '@/api/query-client';
import { useLanguage } from '@/text/use-language';
import { antdTheme } from '@/theme/antd-theme';
import { useIsPhone } from '@/theme/media';
import { useMode } from '@/theme/mode';
import { applyTokens } from '@/theme/tokens';
import { makeRouter } from './router';

/** No part of a button's name, and gone at once: antd's own stays until an animation has ended. */
const button = { autoInsertSpace: false, loadingIcon: <LoaderCircle className="button-turning" size={14} aria-hidden /> };

/** Everything that all pages stand on. */
export const App = () => {
  const mode = useMode();
  const language = useLanguage();
  const isPhone = useIsPhone();
  const [queries] = useState(makeQueryClient);
  const [router] = useState(makeRouter);
  const theme = useMemo(() => antdTheme(mode, isPhone), [mode, isPhone]);
  useLayoutEffect(() => applyTokens(mode), [mode]);
  return (
    <ConfigProvider theme={theme} locale={language === 'zh' ? zhCN : enUS} button={button} wave={{ disabled: true }}>
      <AntdApp component={false}>
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </AntdApp>
    </ConfigProvider>
  );
};

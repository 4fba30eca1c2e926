import { type ThemeConfig, theme } from 'antd';
import { type Mode, tokens } from './tokens';

const fonts = '-apple-system, "Segoe UI", Inter, Roboto, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';
const code = 'ui-monospace, "SF Mono", "Cascadia Mono", "JetBrains Mono", Menlo, Consolas, "Noto Sans Mono CJK SC", monospace';

/** Ant Design by the design's tokens: interaction is ink, colour is left to states and effects. */
export const antdTheme = (mode: Mode, touch: boolean): ThemeConfig => {
  const c = tokens[mode];
  return {
    algorithm: mode === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: c.text,
      colorPrimaryHover: c['text-2'],
      colorPrimaryActive: c.text,
      colorLink: c.text,
      colorLinkHover: c['text-2'],
      colorLinkActive: c.text,
      colorInfo: c.running,
      colorSuccess: c.completed,
      colorWarning: c.waiting,
      colorError: c.failed,
      // Derived ones would miss the contrast.
      colorErrorHover: c.failed,
      colorErrorActive: c.failed,
      colorErrorBorderHover: c.failed,
      colorErrorTextHover: c.failed,
      colorBgBase: c.surface,
      colorBgLayout: c.page,
      colorBgContainer: c.surface,
      colorBgElevated: c.surface,
      colorTextBase: c.text,
      colorText: c.text,
      colorTextSecondary: c['text-2'],
      colorTextTertiary: c['text-3'],
      colorTextDescription: c['text-3'],
      colorTextPlaceholder: c['text-3'],
      colorTextDisabled: c['text-3'],
      colorBorder: c.control,
      colorBorderSecondary: c.line,
      colorSplit: c.line,
      colorFillAlter: c.surface,
      controlItemBgActive: c.selected,
      controlItemBgActiveHover: c.selected,
      controlItemBgHover: c.sunken,
      controlOutline: 'transparent',
      fontFamily: fonts,
      fontFamilyCode: code,
      fontSize: touch ? 15 : 13,
      lineHeight: touch ? 21 / 15 : 20 / 13,
      borderRadius: 4,
      borderRadiusLG: 6,
      controlHeight: touch ? 48 : 28,
      controlHeightSM: touch ? 40 : 24,
      motionDurationFast: '0.08s',
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.12s',
    },
    components: {
      Button: {
        primaryColor: c['on-ink'],
        dangerColor: c['on-ink'],
        primaryShadow: 'none',
        defaultShadow: 'none',
        dangerShadow: 'none',
        fontWeight: 500,
      },
      Table: {
        cellPaddingBlockSM: 4,
        cellPaddingInlineSM: 8,
        cellFontSizeSM: 12,
        headerBg: c.surface,
        headerColor: c['text-2'],
        headerSplitColor: 'transparent',
        rowHoverBg: c.sunken,
        rowSelectedBg: c.selected,
        rowSelectedHoverBg: c.selected,
      },
      Layout: { headerHeight: 44, headerBg: c.surface, siderBg: c.surface, bodyBg: c.page },
      Segmented: { trackBg: c.sunken, itemSelectedBg: c.surface, itemColor: c['text-2'] },
      Tabs: { inkBarColor: c.text, itemSelectedColor: c.text, itemColor: c['text-2'], horizontalMargin: '0' },
      Tag: { defaultBg: c.surface, defaultColor: c['text-2'] },
      Tooltip: { colorBgSpotlight: mode === 'dark' ? '#2A333F' : '#17202B' },
    },
  };
};

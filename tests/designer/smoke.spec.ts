import type { Page } from '@playwright/test';
import { expectAccessible, picture, watch } from './look';
import { expect, test } from './server';

const headings: [path: string, english: string, chinese: string][] = [
  ['/', 'Overview', '总览'],
  ['/fleet', 'Fleet', '纳管资源'],
  ['/workflows', 'Workflows', '工作流'],
  ['/runs', 'Runs', '执行记录'],
  ['/approvals', 'Approvals', '审批'],
  ['/triggers/alerts', 'Alert inbox', '告警收件箱'],
  ['/triggers/schedules', 'Schedules', '定时计划'],
  ['/triggers/rules', 'Rules', '规则'],
  ['/triggers/sources', 'Sources', '告警来源'],
  ['/settings/connections', 'Connections', '平台连接'],
  ['/settings/channels', 'Channels', '通知渠道'],
  ['/settings/secrets', 'Secrets', '密钥'],
  ['/settings/keys', 'API keys', 'API 密钥'],
  ['/settings/audit', 'Audit', '审计'],
];

const settle = async (page: Page): Promise<void> => {
  await expect(page.locator('main :is(section, table, .ant-table, form, .react-flow)').first()).toBeVisible();
  await expect(page.locator('.ant-spin-spinning')).toHaveCount(0);
};

/** Every theme and every language, on a desk and on a phone; not each with each, which would find nothing more. */
const looks = [
  { colorScheme: 'light', locale: 'en-GB', column: 0, phone: { colorScheme: 'dark', locale: 'en-GB' } },
  { colorScheme: 'dark', locale: 'zh-CN', column: 1, phone: { colorScheme: 'light', locale: 'zh-CN' } },
] as const;

// Each goes through a dozen pages.
test.describe.configure({ timeout: 120_000 });

for (const { colorScheme, locale, column, phone } of looks) {
  test.describe(`Desk, ${colorScheme}, ${locale}`, () => {
    test.use({ colorScheme, locale });

    test('EveryPage_Opened_IsWholeAndAccessible', async ({ page, running }) => {
      const wrong = watch(page);
      const started = await running.api.post('/api/v1/workflows/power-off-idle-test-vms/runs', { data: { inputs: {} } });
      const { id } = (await started.json()) as { id: string };
      for (const [path, ...names] of [
        ...headings,
        [`/runs/${id}`, `Run ${id.slice(-6)}`, `执行 ${id.slice(-6)}`],
        ['/workflows/power-off-idle-test-vms', /\S/, /\S/],
      ] as const) {
        await page.goto(path);
        await expect(page.getByRole('heading', { level: 1 })).toHaveText(names[column] ?? '');
        await settle(page);
        // What failed in a run is told where it is shown.
        if (!path.startsWith('/runs/')) await expect(page.getByRole('alert')).toHaveCount(0);
        await picture(page, `${path.slice(1).replace(/\/.{20,}|\//g, '-') || 'overview'}-${colorScheme}-${locale}`);
        await expectAccessible(page);
      }
      expect(wrong).toEqual([]);
    });
  });

  test.describe(`Phone, ${phone.colorScheme}, ${phone.locale}`, () => {
    test.use({ ...phone, viewport: { width: 390, height: 844 } });

    test('EveryPage_OnAPhone_FitsItsWidth', async ({ page }) => {
      for (const [path, ...names] of headings) {
        await page.goto(path);
        await expect(page.getByRole('heading', { level: 1 })).toHaveText(names[column] ?? '');
        await settle(page);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
        await picture(page, `${path.slice(1).replace('/', '-') || 'overview'}-${phone.colorScheme}-${phone.locale}-390`);
      }
      await page.getByRole('button', { name: /^(Pages|页面)$/ }).click();
      await picture(page, `sheet-${phone.colorScheme}-${phone.locale}-390`);
      await expectAccessible(page);
    });
  });
}

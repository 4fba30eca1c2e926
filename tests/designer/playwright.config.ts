import { defineConfig } from '@playwright/test';

/** Debian's browser, and nothing downloaded. What it draws lands outside of the sources: SCREENSHOTS, else the system's temporary folder. */
export default defineConfig({
  testMatch: '*.spec.ts',
  outputDir: `${process.env.TMPDIR ?? '/tmp'}/runbooks-designer-tests`,
  workers: 1,
  timeout: 45_000,
  reporter: process.env.RESULTS ? [['line'], ['json', { outputFile: process.env.RESULTS }]] : 'line',
  use: {
    viewport: { width: 1440, height: 900 },
    timezoneId: 'Asia/Shanghai',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});

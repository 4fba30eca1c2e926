import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const server = process.env.RUNBOOKS_SERVER ?? 'http://127.0.0.1:5080';

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('src', import.meta.url)) } },
  // Zabbix's script, which sources give out, is the server's.
  server: {
    host: '127.0.0.1',
    fs: { allow: ['.', '../server/Alerts/Zabbix'] },
    proxy: Object.fromEntries(['/api', '/openapi', '/sign-in?', '/health'].map((path) => [path, server])),
  },
  // The manifest is what the size gate adds up; no file is inlined, because the server's policy allows scripts and workers from files only.
  build: { manifest: true, target: 'es2023', assetsInlineLimit: 0, chunkSizeWarningLimit: 1500 },
  test: { environment: 'happy-dom', include: ['src/**/*.test.{ts,tsx}'], restoreMocks: true, unstubGlobals: true },
});

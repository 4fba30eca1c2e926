import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startTexts } from '@/text/i18n';
import { App } from './app';
import './base.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element #root.');
await startTexts();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);

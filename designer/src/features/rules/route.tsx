import type { RouteObject } from 'react-router';

export const route: RouteObject = { path: 'rules', lazy: () => import('./page') };

import type { RouteObject } from 'react-router';

export const route: RouteObject = { path: 'audit', lazy: () => import('./page') };

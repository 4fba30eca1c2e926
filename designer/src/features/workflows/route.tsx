import type { RouteObject } from 'react-router';

export const route: RouteObject = { path: 'workflows', lazy: () => import('./page') };

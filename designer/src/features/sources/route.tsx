import type { RouteObject } from 'react-router';

export const route: RouteObject = { path: 'sources', lazy: () => import('./page') };

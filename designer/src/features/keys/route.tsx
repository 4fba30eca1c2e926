import type { RouteObject } from 'react-router';

export const route: RouteObject = { path: 'keys', lazy: () => import('./page') };

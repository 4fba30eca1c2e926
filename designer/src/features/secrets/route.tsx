import type { RouteObject } from 'react-router';

export const route: RouteObject = { path: 'secrets', lazy: () => import('./page') };

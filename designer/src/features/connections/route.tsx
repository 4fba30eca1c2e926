import type { RouteObject } from 'react-router';

export const route: RouteObject = { path: 'connections', lazy: () => import('./page') };

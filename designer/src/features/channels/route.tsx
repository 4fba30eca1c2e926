import type { RouteObject } from 'react-router';

export const route: RouteObject = { path: 'channels', lazy: () => import('./page') };

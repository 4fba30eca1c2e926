import { Bell, LayoutDashboard, type LucideIcon, Play, Server, Settings, Stamp, Workflow } from 'lucide-react';

type RailPlace = {
  to: string;
  name: 'overview' | 'fleet' | 'workflows' | 'runs' | 'approvals' | 'triggers' | 'settings';
  icon: LucideIcon;
  /** `G` and this letter go there. */
  letter: string;
};

/** The rail, the bottom sheet and the palette show these. */
export const railPlaces: readonly RailPlace[] = [
  { to: '/', name: 'overview', icon: LayoutDashboard, letter: 'o' },
  { to: '/fleet', name: 'fleet', icon: Server, letter: 'f' },
  { to: '/workflows', name: 'workflows', icon: Workflow, letter: 'w' },
  { to: '/runs', name: 'runs', icon: Play, letter: 'r' },
  { to: '/approvals', name: 'approvals', icon: Stamp, letter: 'a' },
  { to: '/triggers', name: 'triggers', icon: Bell, letter: 't' },
  { to: '/settings', name: 'settings', icon: Settings, letter: 's' },
];

/** Where the width belongs to the work, the rail is slim by itself. */
export const isWide = (path: string): boolean => !/^\/(fleet|approvals|triggers|runs\/.+|workflows\/.+)/.test(path);

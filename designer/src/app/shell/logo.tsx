export const Logo = () => (
  <svg className="logo" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
    <rect width="20" height="20" rx="5" fill="var(--text)" />
    <path d="M6 6v5.5a2 2 0 0 0 2 2h6" fill="none" stroke="var(--surface)" strokeWidth="2" />
    <circle cx="6" cy="6" r="2" fill="var(--surface)" />
    <rect x="12" y="11.5" width="4" height="4" rx="1" fill="var(--surface)" />
  </svg>
);

/** The mark of the product: a rack and a page. */
export function Logo({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden style={{ flex: 'none' }}>
      <rect x="1.5" y="1.5" width="21" height="21" rx="5" fill="var(--accent-solid)" />
      <g stroke="var(--on-accent)" strokeWidth="1.6" strokeLinecap="round" fill="none">
        <path d="M6.5 7.5h11M6.5 12h11M6.5 16.5h6" />
      </g>
      <circle cx="16.7" cy="16.5" r="1.1" fill="var(--on-accent)" />
    </svg>
  );
}

import { Skeleton } from '@mantine/core';
import { useText } from '../i18n/catalogue.tsx';

/** A screen whose code is on its way. */
export function LoadingScreen() {
  const text = useText();
  return (
    <div role="status" aria-label={text.ui.loading} style={{ padding: 16, display: 'grid', gap: 12 }}>
      <Skeleton height={20} width={180} />
      <SkeletonRows rows={12} />
    </div>
  );
}

/** Rows that will come, in the height that they will have. */
export function SkeletonRows({ rows }: { rows: number }) {
  return Array.from({ length: rows }, (_, row) => <Skeleton key={row} height={16} my={6} />);
}

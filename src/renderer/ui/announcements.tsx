import { VisuallyHidden } from '@mantine/core';
import { create } from 'zustand';

const useAnnouncement = create<{ readonly message: string; readonly turn: number }>()(() => ({
  message: '',
  turn: 0,
}));

/** Says something to those who hear the console rather than see it. */
export function announce(message: string): void {
  useAnnouncement.setState(({ turn }) => ({ message, turn: turn + 1 }));
}

/** Where announcements are made; once in the shell. */
export function Announcements() {
  const { message, turn } = useAnnouncement();
  return (
    <VisuallyHidden>
      {/* The same words twice are said twice, because the element is another one. */}
      <div aria-live="polite" aria-atomic>
        <span key={turn}>{message}</span>
      </div>
    </VisuallyHidden>
  );
}

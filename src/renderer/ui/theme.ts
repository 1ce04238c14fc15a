import { createTheme } from '@mantine/core';

/** Mantine in the console's measures; colours come from tokens.css. */
export const theme = createTheme({
  fontFamily: 'var(--font-text)',
  fontFamilyMonospace: 'var(--font-mono)',
  fontSizes: { xs: '11px', sm: '13px', md: '13px', lg: '15px', xl: '18px' },
  defaultRadius: 6,
  primaryColor: 'blue',
  respectReducedMotion: true,
  cursorType: 'pointer',
});

import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import type { Client } from '../../shared/contract/client.ts';
import { CatalogueProvider } from '../i18n/catalogue.tsx';
import { theme } from '../ui/theme.ts';
import { usePreferences } from './preferences.ts';
import { ClientProvider } from './client-context.tsx';
import { createQueryClient } from './query-client.ts';
import { Shell } from './shell.tsx';

/** Everything that surrounds the screens. */
export function App({ client }: { client: Client }) {
  const [queries] = useState(() => createQueryClient());
  const { colorScheme, language } = usePreferences();
  return (
    <MantineProvider
      theme={theme}
      {...(colorScheme !== 'auto' && { forceColorScheme: colorScheme })}
      defaultColorScheme="auto"
    >
      <CatalogueProvider language={language}>
        <QueryClientProvider client={queries}>
          <ClientProvider client={client}>
            <Shell />
          </ClientProvider>
        </QueryClientProvider>
      </CatalogueProvider>
    </MantineProvider>
  );
}

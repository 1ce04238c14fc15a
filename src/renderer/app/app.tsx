import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { Router } from 'wouter';
import type { Client } from '../../shared/contract/client.ts';
import { CatalogueProvider } from '../i18n/catalogue.tsx';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { cssVariables, theme } from '../ui/theme.ts';
import { carryAsOf, hrefAsOf } from './carry-as-of.ts';
import { ClientProvider } from './client-context.tsx';
import { Connection } from './connection.tsx';
import { usePreferences } from './preferences.ts';
import { createQueryClient } from './query-client.ts';
import { Shell } from './shell.tsx';

/** Everything that surrounds the screens. */
export function App({ client }: { client: Client }) {
  const [queries] = useState(() => createQueryClient());
  const { colorScheme, language } = usePreferences();
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      {...(colorScheme !== 'auto' && { forceColorScheme: colorScheme })}
      defaultColorScheme="auto"
    >
      <CatalogueProvider language={language}>
        <ErrorBoundary>
          <QueryClientProvider client={queries}>
            <ClientProvider client={client}>
              <Router hrefs={hrefAsOf} aroundNav={carryAsOf}>
                <Connection>
                  <Shell />
                </Connection>
              </Router>
            </ClientProvider>
          </QueryClientProvider>
        </ErrorBoundary>
      </CatalogueProvider>
    </MantineProvider>
  );
}

import { createContext, use, useEffect, useState, type ReactNode } from 'react';
import { en } from './en/catalogue.ts';

/** Every text of the console. English says what there is; another language must have all of it. */
export type Catalogue = typeof en;

const CatalogueContext = createContext<Catalogue>(en);

/** The texts in the chosen language; English until the others are loaded. */
export function CatalogueProvider({ language, children }: { language: 'en' | 'de'; children: ReactNode }) {
  const [catalogue, setCatalogue] = useState<Catalogue>(en);
  useEffect(() => {
    document.documentElement.lang = language;
    let wanted = true;
    void (async () => {
      const loaded = await load(language);
      if (wanted) setCatalogue(loaded);
    })();
    return () => {
      wanted = false;
    };
  }, [language]);
  return <CatalogueContext value={catalogue}>{children}</CatalogueContext>;
}

async function load(language: 'en' | 'de'): Promise<Catalogue> {
  return language === 'en' ? en : (await import('./de/catalogue.ts')).de;
}

export function useText(): Catalogue {
  return use(CatalogueContext);
}

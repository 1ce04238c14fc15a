import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Welcome } from './app/welcome.tsx';

const root = document.querySelector('#root');
if (root === null) throw new Error('index.html: expected an element with id "root", found none');
createRoot(root).render(
  <StrictMode>
    <Welcome />
  </StrictMode>,
);

import './zod-without-eval.ts';
import '@mantine/core/styles.css';
import '@mantine/spotlight/styles.css';
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import './ui/tokens.css';
import './ui/mantine.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { connect } from './app/connect.ts';

const root = document.querySelector('#root');
if (root === null) throw new Error('index.html: expected an element with id "root", found none');
createRoot(root).render(
  <StrictMode>
    <App client={connect()} />
  </StrictMode>,
);

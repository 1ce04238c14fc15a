import { Button, Menu } from '@mantine/core';
import { ChevronDown, Download } from 'lucide-react';
import { useState } from 'react';
import { ContractError } from '../../../shared/contract/errors.ts';
import { useClient } from '../../app/client-context.tsx';
import { useCall } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { useToast } from '../../ui/toast.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { drawingsDone } from './mermaid-drawing.ts';
import { packDocuments } from './pack-documents.ts';
import { setPrinting } from './printing.ts';
import type { Which } from './use-shown-document.ts';

/** This page as a file or on paper; all pages as files that link to each other. */
export function ExportMenu(which: Which) {
  const { export: text } = useText().documents;
  const client = useClient();
  const toast = useToast();
  const desktop = useCall('desktop.state', {}, { staleTime: 10 * 60_000 });
  const hasDesktop = desktop.data?.available === true;
  const [packing, setPacking] = useState<{ done: number; total: number }>();
  const attempt = async (run: () => Promise<void>) => {
    try {
      await run();
    } catch (error) {
      if (!(error instanceof ContractError)) throw error;
      toast({ message: error.message, status: 'critical' });
    }
  };
  const file = (format: 'markdown' | 'html') =>
    attempt(async () => {
      const { name, mediaType, text: content } = await client.documents.file({ ...which, format });
      saveFile(name, new Blob([content], { type: `${mediaType};charset=utf-8` }));
    });
  const all = (format: 'markdown' | 'html') =>
    attempt(async () => {
      try {
        setPacking({ done: 0, total: 1 });
        const blob = await packDocuments(client, format, (done, total) => setPacking({ done, total }));
        saveFile(`documents-${format}.zip`, blob);
      } finally {
        setPacking(undefined);
      }
    });
  const pdf = () =>
    attempt(async () => {
      const saved = await client.desktop.savePdf({
        documentId: which.id,
        ...(which.version === undefined ? {} : { version: which.version }),
      });
      if (saved.saved) toast({ message: text.saved(saved.path), status: 'ok' });
    });
  const print = async () => {
    if (!hasDesktop) toast({ message: text.printWord });
    // Everything that is out of sight is drawn before the dialog opens.
    setPrinting(true);
    await nextFrame();
    await drawingsDone();
    await nextFrame();
    window.print();
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          loading={packing !== undefined}
          leftSection={<Download size={14} aria-hidden />}
          rightSection={<ChevronDown size={14} aria-hidden />}
          {...(packing && { 'aria-label': text.packing(packing.done, packing.total) })}
        >
          {text.menu}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void file('markdown')}>{text.markdown}</Menu.Item>
        <Menu.Item onClick={() => void file('html')}>{text.html}</Menu.Item>
        {hasDesktop && <Menu.Item onClick={() => void pdf()}>{text.pdf}</Menu.Item>}
        <Menu.Item onClick={() => void print()}>{hasDesktop ? text.print : text.printPdf}</Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => void all('markdown')}>{text.allMarkdown}</Menu.Item>
        <Menu.Item onClick={() => void all('html')}>{text.allHtml}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function nextFrame(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
}

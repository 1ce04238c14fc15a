import { Button, CloseButton, FileButton, Textarea } from '@mantine/core';
import { Paperclip } from 'lucide-react';
import { useState } from 'react';
import { cleanText } from '../../../shared/clean-text.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import classes from './forms.module.css';

export interface AttachedText {
  readonly name: string;
  readonly text: string;
}

/** As the application has them. */
const longestAttachment = 200_000;
const longestName = 200;

/** Texts to attach: files, or what is pasted. What cannot be attached is said, and why. */
export function AttachmentInput(props: {
  attached: readonly AttachedText[];
  /** How many there may be together. */
  most: number;
  onChange: (attached: readonly AttachedText[]) => void;
}) {
  const { attached, most, onChange } = props;
  const { tickets } = useText();
  const words = tickets.form;
  const [faults, setFaults] = useState<readonly string[]>([]);
  const [pasting, setPasting] = useState(false);
  const [pasted, setPasted] = useState('');
  const add = (texts: readonly AttachedText[]) => {
    const found: string[] = [];
    const good = texts.filter(({ name, text }) => {
      // A zero character stands in no text.
      const fault = text.includes('\0') || text === '' ? words.notText(cleanText(name)) : undefined;
      const long =
        text.length > longestAttachment
          ? words.tooLong(cleanText(name), text.length, longestAttachment)
          : undefined;
      if (fault ?? long) found.push(fault ?? long ?? '');
      return (fault ?? long) === undefined;
    });
    const room = most - attached.length;
    if (good.length > room) found.push(words.tooMany(most));
    setFaults(found);
    onChange([...attached, ...good.slice(0, Math.max(0, room))]);
  };
  const read = async (files: readonly File[]) => {
    add(
      await Promise.all(
        files.map(async (file) => ({ name: file.name.slice(-longestName), text: await file.text() })),
      ),
    );
  };
  return (
    <div className={classes['attachments']}>
      <div className={classes['row']}>
        <FileButton multiple onChange={(files) => void read(files)}>
          {(file) => (
            <Button {...file} leftSection={<Paperclip size={14} aria-hidden />}>
              {words.files}
            </Button>
          )}
        </FileButton>
        <Button onClick={() => setPasting(!pasting)} aria-expanded={pasting}>
          {words.paste}
        </Button>
      </div>
      {pasting && (
        <div className={classes['paste']}>
          <Textarea
            aria-label={words.pastedLabel}
            autosize
            minRows={3}
            maxRows={8}
            value={pasted}
            classNames={{ input: 'mono' }}
            onChange={(event) => setPasted(event.currentTarget.value)}
          />
          <Button
            disabled={pasted.trim() === ''}
            onClick={() => {
              add([{ name: words.pastedName, text: pasted }]);
              setPasted('');
              setPasting(false);
            }}
          >
            {words.attach}
          </Button>
        </div>
      )}
      {faults.map((fault) => (
        <StatusMark key={fault} status="warning" label={fault} wrap />
      ))}
      {attached.length > 0 && (
        <ul className={classes['chosen']}>
          {attached.map(({ name, text }, place) => (
            // Two may have the same name; they are told apart by their place.
            <li key={place} className={classes['pill']}>
              <span className={classes['optionName']}>{cleanText(name)}</span>
              <span className={classes['dim']}>{words.characters(text.length)}</span>
              <CloseButton
                size="sm"
                aria-label={words.remove(cleanText(name))}
                onClick={() => onChange(attached.filter((_, other) => other !== place))}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

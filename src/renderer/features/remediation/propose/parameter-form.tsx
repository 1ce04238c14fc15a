import { NumberInput, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useText } from '../../../i18n/catalogue.tsx';
import type { ParameterField } from './parameter-fields.ts';
import classes from './propose.module.css';

/** One input for each parameter, of the kind that its schema asks for. */
export function ParameterForm(props: {
  fields: readonly ParameterField[];
  values: Readonly<Record<string, unknown>>;
  onChange: (name: string, value: unknown) => void;
}) {
  const { remediation } = useText();
  return (
    <fieldset className={classes['fields']}>
      <legend>{remediation.propose.parameters}</legend>
      {props.fields.map((field) => (
        <Field
          key={field.name}
          field={field}
          value={props.values[field.name]}
          onChange={(value) => props.onChange(field.name, value)}
        />
      ))}
    </fieldset>
  );
}

function Field(props: { field: ParameterField; value: unknown; onChange: (value: unknown) => void }) {
  const { field, value, onChange } = props;
  const { remediation } = useText();
  const { input, name, description, required } = field;
  const common = { label: name, description, withAsterisk: required };
  switch (input.is) {
    case 'choice':
      return (
        <Select
          {...common}
          data={[...input.options]}
          clearable={!required}
          value={typeof value === 'string' ? value : null}
          onChange={(next) => onChange(next ?? undefined)}
        />
      );
    case 'switch':
      return (
        <Switch
          label={name}
          description={description}
          size="xs"
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case 'number':
      return (
        <NumberInput
          {...common}
          allowDecimal={!input.integer}
          {...(input.minimum !== undefined && { min: input.minimum })}
          {...(input.maximum !== undefined && { max: input.maximum })}
          {...(input.step !== undefined && { step: input.step })}
          value={typeof value === 'number' ? value : ''}
          onChange={(next) => onChange(typeof next === 'number' ? next : undefined)}
        />
      );
    case 'text':
      return (
        <TextInput
          {...common}
          spellCheck={false}
          {...(input.maxLength !== undefined && { maxLength: input.maxLength })}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'list':
      return (
        <Textarea
          {...common}
          description={[description, remediation.propose.listHint].filter(Boolean).join('; ')}
          autosize
          minRows={2}
          spellCheck={false}
          value={Array.isArray(value) ? value.join('\n') : ''}
          onChange={(event) => onChange(itemsOf(event.currentTarget.value, input.of))}
        />
      );
    case 'json':
      return <JsonField field={field} value={value} onChange={onChange} />;
    default:
      return input satisfies never;
  }
}

function itemsOf(text: string, of: 'text' | 'number'): readonly (string | number)[] {
  if (text === '') return [];
  const lines = text.split('\n');
  return of === 'text' ? lines : lines.map((line) => (line.trim() === '' ? line : Number(line)));
}

function JsonField(props: { field: ParameterField; value: unknown; onChange: (value: unknown) => void }) {
  const { field, value, onChange } = props;
  const { remediation } = useText();
  const [typed, setTyped] = useState(value === undefined ? '' : JSON.stringify(value));
  const [wrong, setWrong] = useState(false);
  return (
    <Textarea
      label={field.name}
      description={field.description}
      withAsterisk={field.required}
      autosize
      spellCheck={false}
      value={typed}
      error={wrong && remediation.propose.invalidJson}
      onChange={(event) => {
        const next = event.currentTarget.value;
        setTyped(next);
        try {
          onChange(next.trim() === '' ? undefined : JSON.parse(next));
          setWrong(false);
        } catch {
          onChange(undefined);
          setWrong(true);
        }
      }}
    />
  );
}

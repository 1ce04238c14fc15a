import type { ReactNode } from 'react';
import { useCall } from '../../app/use-call.ts';
import { SettingField, type SettingControl } from './setting-field.tsx';
import { schemaAt, valueAt } from './setting-value.ts';

/** A setting by its path: value, default and range come from the application. */
export function StoredSetting(props: {
  path: string;
  label: string;
  description?: ReactNode;
  control: SettingControl;
}) {
  const { path, label, description, control } = props;
  const { data } = useCall('settings.read', {});
  return (
    <SettingField
      path={path}
      label={label}
      {...(description !== undefined && { description })}
      control={control}
      value={valueAt(data?.values, path)}
      fallback={valueAt(data?.defaults, path)}
      schema={schemaAt(data?.schema ?? {}, path)}
      disabled={data === undefined}
    />
  );
}

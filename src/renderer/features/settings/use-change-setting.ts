import { useClient } from '../../app/client-context.tsx';
import { useRefresh } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { useToast } from '../../ui/toast.tsx';

/**
 * Changes one setting, in force at once, and offers to take it back. `value` undefined: back to the default.
 * @throws ContractError, for the field to say
 */
export function useChangeSetting(): (path: string, value: unknown, label: string) => Promise<void> {
  const client = useClient();
  const refresh = useRefresh();
  const toast = useToast();
  const { settings } = useText();
  const write = async (path: string, value: unknown) => {
    const change =
      value === undefined
        ? await client.settings.reset({ path })
        : await client.settings.set({ path, value });
    refresh('settings.read', 'settings.rules', 'jobs.list');
    return change;
  };
  return async (path, value, label) => {
    const { before } = await write(path, value);
    toast({
      message: value === undefined ? settings.backAtDefault(label) : settings.saved(label),
      status: 'ok',
      undo: () => {
        write(path, before.set ? before.value : undefined).catch((error: unknown) =>
          toast({
            message: settings.undoFailed(label, error instanceof Error ? error.message : String(error)),
            status: 'critical',
            stays: true,
          }),
        );
      },
    });
  };
}

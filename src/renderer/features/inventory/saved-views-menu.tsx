import { Button, Menu, Popover, TextInput } from '@mantine/core';
import { ArrowDown, ArrowUp, Bookmark, ChevronDown, Pencil, Save, Trash2 } from 'lucide-react';
import { memo, useState } from 'react';
import type { SavedView, ViewContent } from '../../../shared/contract/views.ts';
import { useCall, useCommand, useEvent, useRefresh } from '../../app/use-call.ts';
import { usePermission } from '../../app/use-permission.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { useToast } from '../../ui/toast.tsx';
import classes from './saved-views-menu.module.css';

/** Lists as somebody arranged them: opened, kept, renamed, put in order, removed with a way back. */
export const SavedViewsMenu = memo(function SavedViewsMenu(props: {
  current: ViewContent;
  /** The view that was opened last, if the list came from one. */
  opened: string | undefined;
  onOpen: (view: SavedView) => void;
  onSaved: (view: SavedView) => void;
}) {
  const { current, opened, onOpen, onSaved } = props;
  const text = useText();
  const toast = useToast();
  const refresh = useRefresh();
  const { data } = useCall('views.list', {});
  const maySave = usePermission('views.save').granted;
  const save = useCommand('views.save', ['views.list']);
  const rename = useCommand('views.rename', ['views.list']);
  const remove = useCommand('views.remove', ['views.list']);
  const reorder = useCommand('views.reorder', ['views.list']);
  useEvent('views.changed', {}, () => refresh('views.list'));
  const [naming, setNaming] = useState<{ readonly id?: string; readonly name: string }>();
  const [isOpen, setOpen] = useState(false);

  const views = data?.views ?? [];
  const now = views.find(({ id }) => id === opened);
  const differs = now !== undefined && !sameContent(now, current);
  const fault = (save.error ?? rename.error)?.message;

  const submit = () => {
    if (!naming || naming.name.trim() === '') return;
    const done = (view: SavedView) => {
      setNaming(undefined);
      onSaved(view);
      toast({ message: text.inventory.viewSaved(view.name), status: 'ok' });
    };
    if (naming.id === undefined) save.mutate({ name: naming.name, view: current }, { onSuccess: done });
    else rename.mutate({ id: naming.id, name: naming.name }, { onSuccess: () => setNaming(undefined) });
  };
  const drop = (view: SavedView) =>
    remove.mutate(
      { id: view.id },
      {
        onSuccess: ({ removed, place }) => {
          const { id, name, createdAt: _createdAt, ...content } = removed;
          toast({
            message: text.inventory.viewRemoved(name),
            undo: () =>
              save.mutate({ id, name, view: content }, { onSuccess: () => reorder.mutate({ id, place }) }),
          });
        },
        onError: (error) => toast({ message: error.message, status: 'warning' }),
      },
    );

  return (
    <Popover
      opened={naming !== undefined}
      onChange={(open) => !open && setNaming(undefined)}
      position="bottom-end"
      trapFocus
      withinPortal
      withRoles={false}
    >
      <Popover.Target>
        <span>
          <Menu opened={isOpen} onChange={setOpen} position="bottom-end" withinPortal closeOnItemClick>
            <Menu.Target>
              <Button
                leftSection={<Bookmark size={14} aria-hidden />}
                rightSection={<ChevronDown size={14} aria-hidden />}
              >
                <span className={classes['name']}>
                  {now === undefined ? text.inventory.views : now.name}
                  {differs && <span aria-label={text.inventory.viewChanged}> •</span>}
                </span>
              </Button>
            </Menu.Target>
            <Menu.Dropdown className={classes['menu'] ?? ''}>
              {data?.setAside && (
                <p className={classes['fault']}>{text.inventory.viewsSetAside(data.setAside.path)}</p>
              )}
              {views.length === 0 && <p className={classes['none']}>{text.inventory.noViews}</p>}
              {views.map((view, place) => (
                <div key={view.id} className={classes['view']}>
                  <Menu.Item
                    onClick={() => onOpen(view)}
                    {...(view.id === opened && { 'aria-current': true })}
                  >
                    {view.name}
                  </Menu.Item>
                  <span className={classes['actions']}>
                    <IconButton
                      icon={ArrowUp}
                      size={24}
                      role="menuitem"
                      label={text.inventory.viewUp(view.name)}
                      disabled={place === 0}
                      onClick={() => reorder.mutate({ id: view.id, place: place - 1 })}
                    />
                    <IconButton
                      icon={ArrowDown}
                      size={24}
                      role="menuitem"
                      label={text.inventory.viewDown(view.name)}
                      disabled={place === views.length - 1}
                      onClick={() => reorder.mutate({ id: view.id, place: place + 1 })}
                    />
                    <IconButton
                      icon={Pencil}
                      size={24}
                      role="menuitem"
                      label={text.inventory.renameView(view.name)}
                      onClick={() => {
                        setOpen(false);
                        rename.reset();
                        setNaming({ id: view.id, name: view.name });
                      }}
                    />
                    <IconButton
                      icon={Trash2}
                      size={24}
                      role="menuitem"
                      label={text.inventory.removeView(view.name)}
                      onClick={() => drop(view)}
                    />
                  </span>
                </div>
              ))}
              <Menu.Divider />
              {now !== undefined && differs && (
                <Menu.Item
                  disabled={!maySave}
                  leftSection={<Save size={14} aria-hidden />}
                  onClick={() => save.mutate({ id: now.id, name: now.name, view: current })}
                >
                  {text.inventory.updateView(now.name)}
                </Menu.Item>
              )}
              <Menu.Item
                disabled={!maySave}
                leftSection={<Bookmark size={14} aria-hidden />}
                onClick={() => {
                  save.reset();
                  setNaming({ name: '' });
                }}
              >
                {text.inventory.saveView}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </span>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          className={classes['form']}
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <TextInput
            label={text.inventory.viewName}
            value={naming?.name ?? ''}
            maxLength={80}
            data-autofocus
            error={fault}
            onChange={(event) => setNaming({ ...naming, name: event.currentTarget.value })}
          />
          <Button type="submit" variant="filled" disabled={(naming?.name ?? '').trim() === ''}>
            {naming?.id === undefined ? text.inventory.saveThisView : text.inventory.renameThisView}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
});

function sameContent(view: SavedView, current: ViewContent): boolean {
  const { kind, query, columns, sort } = view;
  return (
    kind === current.kind &&
    query === current.query &&
    JSON.stringify(sort) === JSON.stringify(current.sort) &&
    JSON.stringify(columns) === JSON.stringify(current.columns)
  );
}

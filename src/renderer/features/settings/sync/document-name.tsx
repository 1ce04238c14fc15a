import { Link } from 'wouter';
import type { SharedCollection } from '../../../../shared/model/sync.ts';
import { placeOf } from './place-of.ts';
import classes from './sync.module.css';

/** The id of a document, and the way to it where there is one. */
export function DocumentName({ collection, id }: { collection: SharedCollection; id: string }) {
  const place = placeOf(collection, id);
  return place === undefined ? (
    <code className={classes['id']} title={id}>
      {id}
    </code>
  ) : (
    <Link href={place} className={classes['id'] ?? ''} title={id}>
      <code>{id}</code>
    </Link>
  );
}

import { ChevronRight } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';
import classes from './disclosure.module.css';

/** A line that folds out what is behind it. `open` and `onOpen` where somebody else has a say in it. */
export function Disclosure(props: {
  label: ReactNode;
  initiallyOpen?: boolean;
  open?: boolean;
  onOpen?: (open: boolean) => void;
  children: ReactNode;
}) {
  const { label, initiallyOpen = false, children } = props;
  const [own, setOwn] = useState(initiallyOpen);
  const id = useId();
  const open = props.open ?? own;
  return (
    <div>
      <button
        type="button"
        className={classes['summary']}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => {
          setOwn(!open);
          props.onOpen?.(!open);
        }}
      >
        <ChevronRight size={12} aria-hidden className={classes['arrow']} />
        {label}
      </button>
      <div id={id} className={classes['content']} hidden={!open}>
        {open && children}
      </div>
    </div>
  );
}

import { usePortStatus } from '../../app/client-context.tsx';
import { usePreferences } from '../../app/preferences.ts';
import { useCall } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import type { Looking } from './use-screen-context.ts';
import classes from './conversation.module.css';

/** An empty conversation: what can be asked here, with questions that what is looked at gives rise to. */
export function FirstQuestions(props: { looking: Looking | undefined; onAsk: (question: string) => void }) {
  const { looking, onAsk } = props;
  const { empty } = useText().assistant;
  const language = usePreferences((state) => state.language);
  const away = usePortStatus().is !== 'open';
  const context = looking?.context ?? { screen: 'overview' as const };
  const { data } = useCall('assistant.suggestions', { context, language }, { keepPrevious: true });
  const questions = data?.questions ?? [];
  return (
    <>
      <h2 className={classes['firstTitle']}>{empty.title}</h2>
      <p className={classes['firstReason']}>{empty.reason}</p>
      {questions.length > 0 && (
        <>
          <h3 className={classes['suggestionsTitle']}>{empty.suggestions}</h3>
          <ul className={classes['suggestions']}>
            {questions.map((question) => (
              <li key={question}>
                <button
                  type="button"
                  className={classes['suggestion']}
                  disabled={away}
                  onClick={() => onAsk(question)}
                >
                  {question}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

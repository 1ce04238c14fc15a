import { defaultPolicyText } from '../../trust.ts';
import type { Handler } from '../handler.ts';

export const defaultText: Handler<'policy.defaultText'> = () => ({ text: defaultPolicyText() });

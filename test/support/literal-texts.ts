import { parseAst } from 'vite';

export interface LiteralText {
  readonly line: number;
  readonly text: string;
  /** Where it stands: `text`, or the name of the attribute or property. */
  readonly where: string;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [member: string]: unknown;
}

/** Attributes and members that people read or hear. */
const readable = new Set([
  'alt',
  'aria-description',
  'aria-label',
  'aria-placeholder',
  'aria-roledescription',
  'aria-valuetext',
  'description',
  'detail',
  'error',
  'hint',
  'label',
  'message',
  'placeholder',
  'reason',
  'title',
  'tooltip',
  'word',
]);
/** Functions whose arguments people read or hear. */
const telling = new Set(['toast', 'showToast', 'announce', 'useDocumentTitle']);

/** What stands in these is for machines: commands, paths, keys. */
const forMachines = new Set(['code', 'Code', 'pre', 'kbd', 'Kbd']);

/** Two letters one after the other: a word rather than a sign, a unit's prefix or a key. */
const word = /\p{L}{2}/u;

/** Texts for people that stand in a component's source instead of in the catalogue. */
export function literalTexts(source: string): LiteralText[] {
  const found: LiteralText[] = [];
  const add = (node: Node, text: string, where: string) => {
    if (!word.test(text)) return;
    found.push({ line: source.slice(0, node.start).split('\n').length, text: text.trim(), where });
  };

  /** What an expression gives when it gives a text of its own: through conditions, sums and templates. */
  function ofExpression(node: Node | undefined, where: string): void {
    if (!node) return;
    switch (node.type) {
      case 'Literal':
        if (typeof node['value'] === 'string') add(node, node['value'], where);
        return;
      case 'TemplateLiteral':
        for (const quasi of node['quasis'] as Node[]) {
          add(quasi, (quasi['value'] as { raw: string }).raw, where);
        }
        return;
      case 'ConditionalExpression':
        ofExpression(node['consequent'] as Node, where);
        ofExpression(node['alternate'] as Node, where);
        return;
      case 'LogicalExpression':
      case 'BinaryExpression':
        if (node.type === 'BinaryExpression' && node['operator'] !== '+') return;
        ofExpression(node['left'] as Node, where);
        ofExpression(node['right'] as Node, where);
        return;
      case 'ArrayExpression':
        for (const element of node['elements'] as (Node | null)[]) ofExpression(element ?? undefined, where);
        return;
      case 'ParenthesizedExpression':
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
      case 'JSXExpressionContainer':
        ofExpression(node['expression'] as Node, where);
        return;
      case 'ObjectExpression':
        for (const property of node['properties'] as Node[]) {
          if (property.type === 'Property' && readable.has(nameOf(property['key'] as Node))) {
            ofExpression(property['value'] as Node, nameOf(property['key'] as Node));
          }
        }
        return;
      default:
    }
  }

  function visit(node: Node): void {
    if (node.type === 'JSXElement' && forMachines.has(elementName(node))) return;
    switch (node.type) {
      case 'JSXText':
        add(node, decoded(String(node['value'])), 'text');
        break;
      case 'JSXElement':
      case 'JSXFragment':
        for (const child of node['children'] as Node[]) {
          if (child.type === 'JSXExpressionContainer') ofExpression(child, 'text');
        }
        break;
      case 'JSXAttribute': {
        const name = nameOf(node['name'] as Node);
        if (readable.has(name)) ofExpression((node['value'] as Node | null) ?? undefined, name);
        break;
      }
      case 'CallExpression':
        if (telling.has(nameOf(node['callee'] as Node))) {
          for (const argument of node['arguments'] as Node[]) {
            ofExpression(argument, nameOf(node['callee'] as Node));
          }
        }
        break;
      default:
    }
    for (const [member, value] of Object.entries(node)) {
      if (member === 'type') continue;
      for (const one of Array.isArray(value) ? value : [value]) if (isNode(one)) visit(one);
    }
  }

  visit(parseAst(source, { lang: 'tsx' }) as unknown as Node);
  return found;
}

function elementName(element: Node): string {
  return nameOf((element['openingElement'] as Node)['name'] as Node);
}

function nameOf(node: Node): string {
  switch (node.type) {
    case 'JSXIdentifier':
    case 'Identifier':
      return String(node['name']);
    case 'Literal':
      return String(node['value']);
    case 'MemberExpression':
      return nameOf(node['property'] as Node);
    default:
      return '';
  }
}

/** `&nbsp;` is no word. */
function decoded(text: string): string {
  return text.replaceAll(/&#?\w+;/g, ' ');
}

function isNode(value: unknown): value is Node {
  return (
    typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
  );
}

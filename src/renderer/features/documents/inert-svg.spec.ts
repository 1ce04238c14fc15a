import { describe, expect, test } from 'vitest';
import { inertSvg } from './inert-svg.ts';

const text = (svg: string) => inertSvg(svg)?.outerHTML ?? '';

describe('a drawing', () => {
  test('keeps its shapes, places and words', () => {
    const drawn = text(
      '<svg viewBox="0 0 10 10"><g class="node"><rect x="1" width="5"/><text y="2">web-1</text></g><path d="M0 0" marker-end="url(#arrow)"/></svg>',
    );
    expect(drawn).toContain('viewBox="0 0 10 10"');
    expect(drawn).toContain('<rect x="1" width="5">');
    expect(drawn).toContain('web-1');
    expect(drawn).toContain('marker-end="url(#arrow)"');
  });

  test.each([
    '<svg><script>alert(1)</script></svg>',
    '<svg onload="alert(1)"><rect onclick="alert(1)"/></svg>',
    '<svg><foreignObject><img src=x onerror=alert(1)></foreignObject></svg>',
    '<svg><a href="javascript:alert(1)"><text>x</text></a></svg>',
    '<svg><a xlink:href="https://evil.example"><text>x</text></a></svg>',
    '<svg><image href="https://evil.example/x.png"/></svg>',
    '<svg><use href="https://evil.example/x.svg#a"/></svg>',
    '<svg><style>@import url(https://evil.example)</style><rect style="fill:url(https://evil.example)"/></svg>',
    '<svg><animate attributeName="href" values="javascript:alert(1)"/><set attributeName="onload" to="x"/></svg>',
    '<svg><path marker-end="url(https://evil.example#a)"/></svg>',
    '<svg><rect class="url(https://evil.example)"/></svg>',
    '<svg><math><mtext><img src=x onerror=alert(1)></mtext></math></svg>',
  ])('%s has nothing in it that acts or fetches', (hostile) => {
    expect(text(hostile)).not.toMatch(
      /script|onload|onclick|onerror|foreignobject|href|evil|<img|style|animate/i,
    );
  });

  test('is none where there is none', () => {
    expect(inertSvg('<p>no drawing</p>')).toBeUndefined();
  });
});

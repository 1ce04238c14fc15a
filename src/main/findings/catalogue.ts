import { z } from 'zod';
import { domains, type Domain } from '../../shared/model/kind.ts';
import type { FindingRule } from './rule.ts';

const titles: Record<Domain, string> = {
  vmware: 'Virtualization',
  kubernetes: 'Kubernetes',
  network: 'Network',
  storage: 'Storage',
  infrastructure: 'Infrastructure',
};

/** `docs/findings.md`: every rule with what it says, why, its remedy, thresholds and source. */
export function findingsCatalogue(rules: readonly FindingRule[]): string {
  const sections = domains.flatMap((domain) => {
    const own = rules.filter((rule) => rule.domain === domain);
    return own.length === 0 ? [] : [`## ${titles[domain]}`, ...own.map(ruleText)];
  });
  return `${[
    '# Findings',
    'Each rule is judged over what was last collected. A finding names its object, the value that was observed, what was expected (the threshold), when it was first seen and where it was read. What a source does not give is not judged, and every document says which rules that concerns. A rule with a duration says “observed once” until a later reading shows the same.',
    'Thresholds are settings, by rule: `datacenter-docs config set findings.VS11.warningPercent 80`; `enabled` switches a rule off. An action in brackets is one of the remediation catalogue, and running it needs approval.',
    ...sections,
  ].join('\n\n')}\n`;
}

function ruleText(rule: FindingRule): string {
  const remedy =
    rule.action === undefined || rule.remedy.includes(`[${rule.action}]`)
      ? rule.remedy
      : `${rule.remedy} [${rule.action}]`;
  const lines = [
    `- Why: ${rule.why}`,
    `- Remedy: ${remedy}`,
    ...(rule.durationMinutes === undefined ? [] : [`- Lasting: ${rule.durationMinutes} minutes`]),
    `- Reads: ${rule.reads.length > 12 ? 'everything that is collected' : rule.reads.join(', ')}`,
    `- Thresholds: ${thresholdsText(rule)}`,
    `- Source: ${rule.source}`,
  ];
  return `### ${rule.id} ${rule.title}\n\n${lines.join('\n')}`;
}

function thresholdsText(rule: FindingRule): string {
  const defaults = z.record(z.string(), z.unknown()).parse(rule.thresholds.parse({}));
  const parts = Object.entries(defaults).map(([name, value]) => `\`${name}\` ${JSON.stringify(value)}`);
  return parts.length === 0 ? 'none' : parts.join(', ');
}

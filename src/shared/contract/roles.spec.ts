import { describe, expect, test } from 'vitest';
import { roles, type Role } from '../model/role.ts';
import { contract, findMethod, methodNames, type MethodName } from './contract.ts';
import { neededRole } from './feature.ts';

/**
 * Who may do what, as one reviewed list: a method that is not in it fails here, so that nobody adds one without having
 * thought of who may call it.
 */
const allowed: Readonly<Record<Role, readonly MethodName[]>> = {
  viewer: [
    // Everybody's own: conversations, what they watch, how they are helped along.
    'assistant.ask',
    'assistant.conversation',
    'assistant.conversations',
    'assistant.remove',
    'assistant.rename',
    'assistant.suggestions',
    'desktop.openExternal',
    'desktop.savePdf',
    'desktop.state',
    'tickets.watch',
    // Looking at everything that is known.
    'diagnostics.read',
    'documents.diff',
    'documents.export',
    'documents.file',
    'documents.find',
    'documents.html',
    'documents.mentions',
    'documents.notes',
    'documents.origin',
    'documents.picture',
    'documents.sections',
    'documents.show',
    'documents.source',
    'documents.stale',
    'documents.tree',
    'documents.versions',
    'feedback.causes',
    'feedback.list',
    'inventory.changes',
    'inventory.entity',
    'inventory.export',
    'inventory.facets',
    'inventory.freshness',
    'inventory.kinds',
    'inventory.query',
    'inventory.relations',
    'inventory.rows',
    'inventory.rowsOf',
    'inventory.stats',
    'inventory.suggest',
    'inventory.timeline',
    'jobs.collections',
    'jobs.details',
    'jobs.history',
    'jobs.list',
    'jobs.preview',
    'jobs.rejects',
    'knowledge.entities',
    'knowledge.find',
    'knowledge.folders',
    'knowledge.passage',
    'knowledge.status',
    'llm.presets',
    'llm.state',
    'llm.usage',
    'overview.changes',
    'overview.read',
    'policy.check',
    'policy.defaultText',
    'policy.diff',
    'policy.dryRun',
    'policy.history',
    'policy.read',
    'policy.version',
    'reliability.cells',
    'reliability.report',
    'remediation.actions',
    'remediation.get',
    'remediation.journal',
    'remediation.list',
    'remediation.state',
    'search.find',
    'settings.read',
    'settings.rules',
    'sources.list',
    'sources.tools',
    'status.read',
    'system.about',
    'system.stats',
    'system.whoAmI',
    'tickets.diagnose',
    'tickets.get',
    'tickets.groups',
    'tickets.list',
    'topology.blastRadius',
    'topology.graph',
    'topology.path',
    'topology.search',
    'views.list',
  ],
  operator: [
    'audit.export',
    'audit.list',
    'audit.verify',
    'collection.collect',
    'diagnostics.check',
    'documents.addNote',
    'documents.editNote',
    'documents.generate',
    'documents.removeNote',
    'documents.restoreNote',
    'documents.writeProse',
    // It counts in what automation is trusted with.
    'feedback.give',
    'jobs.cancel',
    'jobs.pause',
    'jobs.resume',
    'jobs.run',
    'knowledge.rebuild',
    // Everybody who works here may stop it; its release takes an approver.
    'policy.kill',
    'remediation.cancel',
    'remediation.dryRun',
    'remediation.pause',
    'remediation.propose',
    'remediation.refresh',
    // What runs was approved before, or policy lets it run.
    'remediation.run',
    'sources.logs',
    'sources.test',
    'tickets.add',
    'tickets.alerts',
    'tickets.attach',
    'tickets.change',
    'tickets.comment',
    'tickets.diagnoseTicket',
    'tickets.import',
    'tickets.webhook',
    // Views are offered to everybody.
    'views.remove',
    'views.rename',
    'views.reorder',
    'views.save',
  ],
  approver: [
    'remediation.approve',
    'remediation.reject',
    'remediation.resume',
    'remediation.rollback',
    'remediation.settle',
  ],
  admin: [
    'desktop.setKeepRunning',
    'desktop.setStartAtLogin',
    'diagnostics.bundle',
    // Reads folders of the machine that it runs on.
    'knowledge.importFolder',
    'knowledge.removeFolder',
    // Have the server ask addresses that the caller names.
    'llm.findLocal',
    'llm.models',
    'llm.removeKey',
    'llm.setKey',
    'llm.test',
    'policy.apply',
    'policy.setAutomatic',
    'settings.probe',
    'settings.reset',
    'settings.set',
    'sources.accept',
    'sources.add',
    'sources.addLab',
    'sources.callTool',
    'sources.deleteSecret',
    'sources.import',
    'sources.inspect',
    'sources.inspectCommand',
    'sources.labChoices',
    'sources.previewImport',
    'sources.readResource',
    'sources.remove',
    'sources.removeLab',
    'sources.revoke',
    'sources.secrets',
    'sources.setDisabled',
    'sources.setSecret',
    'sources.update',
    'sources.validate',
  ],
};

const reviewed = roles.flatMap((role) => allowed[role].map((method) => ({ method, role })));

describe('who may do what', () => {
  test.each(reviewed)('$method takes $role', ({ method, role }) => {
    const definition = findMethod(method);
    expect(definition && neededRole(definition)).toBe(role);
  });

  test('every method of the contract is in the list, once', () => {
    expect(reviewed.map(({ method }) => method).toSorted()).toEqual(methodNames());
  });

  test('nothing that changes something is a viewer’s but their own things', () => {
    const writes = Object.entries(contract).flatMap(([feature, { methods }]) =>
      Object.entries(methods).flatMap(([method, { effect }]) =>
        effect === 'write' ? [`${feature}.${method}`] : [],
      ),
    );
    expect(allowed.viewer.filter((method) => writes.includes(method))).toEqual([
      'assistant.ask',
      'assistant.remove',
      'assistant.rename',
      'desktop.openExternal',
      'desktop.savePdf',
      'tickets.watch',
    ]);
  });
});

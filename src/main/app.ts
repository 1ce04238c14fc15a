import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { createAssistant } from './assistant/assistant.ts';
import { createAudit } from './audit/audit.ts';
import { chainHeadFile } from './audit/chain-head.ts';
import { createCollection } from './collectors/collection.ts';
import { collectors as builtInCollectors } from './collectors/registry.ts';
import { refusalOfRead, vouchedTools } from './collectors/vouching.ts';
import { collectSources, lastCollectedAt, type CollectRequest } from './collect-sources.ts';
import { createDocuments } from './documents/documents.ts';
import { generators } from './documents/registry.ts';
import { checkText } from './grounding/check-text.ts';
import { followShared } from './follow-shared.ts';
import { groundsOf } from './grounds-of.ts';
import { findingSettings } from './finding-settings.ts';
import { findingRules } from './findings/registry.ts';
import { createFindings } from './findings/service.ts';
import { entityNames } from './inventory/entity-names.ts';
import { createInventory } from './inventory/inventory.ts';
import { openSavedViews } from './inventory/saved-views.ts';
import { createKnowledge } from './knowledge/create-knowledge.ts';
import { knownSecrets } from './known-secrets.ts';
import { createLiveSettings } from './live-settings.ts';
import { createLiveTools } from './live-tools.ts';
import { createLlm } from './llm/create-llm.ts';
import { openMcp } from './mcp/open-mcp.ts';
import { monitoringTools } from './monitoring/registry.ts';
import { openJobs, type OpenJobs } from './open-jobs.ts';
import { metricsOf, openMonitoring, silencingOf } from './open-monitoring.ts';
import { openNotices } from './open-notices.ts';
import { openOperators } from './operators/operators.ts';
import { operatorsFileName } from './operators/operators-file.ts';
import { createOwner } from './owner.ts';
import { createListeners } from './platform/listeners.ts';
import { makeFolder } from './platform/make-folder.ts';
import { operatorName } from './platform/operator-name.ts';
import { readSettings } from './platform/settings-file.ts';
import { killSwitchFileName } from './policy/kill-switch-file.ts';
import { policyFileName } from './policy/open-policies.ts';
import { acceptanceFileName } from './profiles/acceptance-file.ts';
import { builtInProfiles } from './profiles/built-in-profiles.ts';
import { openProfiles, profilesFolderName } from './profiles/open-profiles.ts';
import { intentIsOnDisk } from './remediation/engine/permits.ts';
import { remediationActions } from './remediation/registry.ts';
import { findingsSource, recordFindings } from './record-findings.ts';
import { secretRemover } from './secret-remover.ts';
import { createSiteTools } from './site-tools.ts';
import { createTicketDesk } from './tickets/create-desk.ts';
import { causePatterns } from './tickets/patterns/registry.ts';
import { createTicketResolution } from './tickets/resolve-ticket.ts';
import { createTriage } from './tickets/take-in.ts';
import { createTopology } from './topology/topology.ts';
import { createSearch } from './search/search.ts';
import { openLeading, type Leading } from './open-leases.ts';
import { openPresence } from './open-presence.ts';
import { openRemediations } from './open-remediations.ts';
import { openSync } from './open-sync.ts';
import { openStore } from './store/open-store.ts';
import { collectionMerges } from './sync/merge/registry.ts';
import { collectTask } from './sync/leases/lease-documents.ts';
import { applicationNames } from './sync/rules/given.ts';
import { openTrust } from './trust.ts';
import { watchDataDir } from './watch-data-dir.ts';
import { createTicketWork } from './work-tickets.ts';
import type { App, AppConfig, AppPorts } from './application.ts';

export type { App, AppConfig, AppPorts } from './application.ts';

/**
 * The composition root: opens the store and wires features. Whatever a feature needs of another arrives here.
 * @throws DomainError data-dir-locked
 */
export async function createApp(config: AppConfig, ports: AppPorts): Promise<App> {
  const { dataDir } = config;
  const { clock, random, logger } = ports;
  const store = await openStore({
    dataDir,
    clock,
    random,
    logger,
    what: config.what,
    merges: collectionMerges,
  });
  try {
    const live = createLiveSettings(config.settings, logger, ({ settings: before, schedule }) => {
      const { changeDays } = live.current.documents;
      if (changeDays !== before.documents.changeDays) void inventory.keepRecentChanges(changeDays + 1);
      jobs.scheduleChanged(schedule);
    });
    const sourcesChanged = createListeners<readonly string[]>((error) =>
      logger.error({ err: error }, 'a listener of the sources failed'),
    );
    const audit = createAudit({
      store: store.audit,
      head: chainHeadFile(dataDir, random),
      clock,
      logger,
    });
    const systemOwner = ports.owner ?? operatorName();
    const owner = createOwner(systemOwner, () => live.current.couchdb);
    const operators = openOperators({
      file: join(dataDir, operatorsFileName),
      reserved: [systemOwner, ...applicationNames],
      clock,
      random,
      logger,
    });
    const profiles = openProfiles({
      dataDir,
      builtIn: builtInProfiles(),
      collectors: builtInCollectors,
      catalogue: ports.actions ?? remediationActions,
      clock,
      logger,
    });
    const { collectors, catalogue } = profiles;
    const mcp = openMcp({
      dataDir,
      clock,
      random,
      logger,
      ...(ports.secrets && { secrets: ports.secrets }),
      onChanged: (source) => sourcesChanged.emit([source]),
      permits: async (permit) => intentIsOnDisk(store.remediations, permit, await audit.workstation()),
      classify: (server) => [...vouchedTools(collectors, server), ...monitoringTools(server)],
      guard: (server, tool, args) => refusalOfRead(collectors, server, tool, args),
    });
    const sync = openSync({
      dataDir,
      store,
      live,
      audit,
      secrets: mcp.secrets,
      env: ports.env ?? process.env,
      clock,
      random,
      logger,
    });
    const monitoring = openMonitoring(mcp);
    const inventory = createInventory({
      store,
      clock,
      random,
      logger,
      workstation: () => audit.workstation(),
      fence: (source) => leading.fence(collectTask(source)),
      mayForget: (source) => ['here', 'alone'].includes(leading.leases.of(collectTask(source)).is),
      settings: { recentChangeDays: live.current.documents.changeDays + 1 },
    });
    const isSimulated = async (source: string) => {
      const { servers } = await mcp.servers.read();
      return servers.find((server) => server.name === source)?.options.simulated ?? false;
    };
    const collection = createCollection({
      inventory,
      collectors,
      sessions: (source, options) => mcp.pool.session(source, options),
      disconnect: async (source) => {
        // What was done to a simulated estate is there as long as its process: collecting it must not undo that.
        if (!(await isSimulated(source))) await mcp.pool.disconnectWhenIdle(source);
      },
      simulated: isSimulated,
      logger,
      settings: {
        get callTimeoutMs() {
          return live.current.collection.callTimeoutSeconds * 1000;
        },
      },
    });
    const findings = createFindings({
      inventory: {
        view: () => inventory.view(),
        recordFindings: async (observed) => {
          // Whoever judges them for all does so again with what is collected here.
          if (leading.leases.of(collectTask(findingsSource)).is === 'elsewhere') return;
          await recordFindings(inventory, observed);
        },
      },
      rules: findingRules,
      settings: () => findingSettings(live.current),
      clock,
      logger,
    });
    const llm = createLlm({
      settings: () => live.current.llm,
      env: ports.env ?? process.env,
      secrets: mcp.secrets,
      knownSecrets: () => knownSecrets({ mcp, settings: live.current }),
      names: async () => entityNames(await inventory.view()),
      usageFile: join(dataDir, 'llm-usage.json'),
      clock,
      random,
      logger,
    });
    const documents = createDocuments({
      store,
      inventory,
      generators,
      settings: {
        get rowsPerPage() {
          return live.current.documents.rowsPerPage;
        },
        get depth() {
          return live.current.documents.depth;
        },
        get changeDays() {
          return live.current.documents.changeDays;
        },
      },
      clock,
      random,
      logger,
      prose: { llm, check: checkText },
      fence: () => leading.fence('documents'),
    });
    const leading: Leading = openLeading({
      sync,
      live,
      mcp,
      workstation: () => audit.workstation(),
      inventory,
      documents,
      findings,
      runsJobs: () => jobs.scheduler.isRunning,
      hasAlerts: () => jobs.hasAlerts(),
      hasModel: () => llm.state.configured,
      onSourcesChanged: (listener) => sourcesChanged.add(listener),
      clock,
      random,
      logger,
    });
    const collect = (request: CollectRequest) =>
      collectSources(
        {
          mcp,
          collection,
          findings,
          settings: live.current,
          leases: leading.leases,
          collectedAt: (source) => lastCollectedAt(inventory, source),
        },
        request,
      );
    const jobs: OpenJobs = await openJobs({
      dataDir,
      store,
      live,
      mcp,
      monitoring,
      leases: leading.leases,
      collect,
      documents,
      inventory,
      llm,
      tickets: () => tickets,
      clock,
      random,
      logger,
    });
    const { scheduler } = jobs;
    const search = createSearch({ inventory, documents, pause: () => setImmediate(), logger });
    const topology = createTopology(clock);
    const knowledge = createKnowledge({
      dataDir,
      documents: store.documents,
      onDocumentsChanged: (listener) => documents.onChanged(listener),
      entitiesIn: (text) => search.named(text),
      llm,
      pause: () => setImmediate(),
      clock,
      logger,
    });
    const removeSecrets = async () =>
      secretRemover([...(await knownSecrets({ mcp, settings: live.current })), ...(await llm.secrets())]);
    const ticketResolution = createTicketResolution({
      inventory,
      topology,
      knowledge,
      tickets: store.tickets,
      llm,
      liveTools: createLiveTools(mcp, collectors),
      metrics: metricsOf(monitoring),
      catalogue,
      patterns: causePatterns,
      secretRemover: removeSecrets,
      factCheck: groundsOf,
      clock,
      random,
      logger,
    });
    const assistant = createAssistant({
      conversations: store.conversations,
      tickets: store.tickets,
      inventory,
      topology,
      knowledge,
      llm,
      siteTools: createSiteTools(mcp, collectors),
      diagnose: (problem, options) => ticketResolution.resolveTicket(problem, options),
      secretRemover: removeSecrets,
      factCheck: groundsOf,
      documentTitle: async (id) => (await store.documents.get(id))?.title,
      clock,
      random,
      logger,
    });
    const tickets = createTicketDesk({
      store: store.tickets,
      triage: () =>
        createTriage({
          view: () => inventory.view(),
          named: (text) => search.named(text),
          topology,
          secretRemover: removeSecrets,
        }),
      settings: () => live.current.tickets,
      clock,
      random,
      logger,
    });
    const trust = await openTrust({
      dataDir,
      account: () => sync.server?.user,
      store,
      audit,
      view: () => inventory.view(),
      clock,
      random,
      logger,
    });
    const followPolicy = () => {
      trust.policies
        .fileChanged()
        .catch((error: unknown) => logger.error({ err: error }, 'the policy cannot be read again'));
    };
    const {
      remediations,
      runbooks,
      collected,
      unfollow: unfollowRemediations,
    } = openRemediations({
      dataDir,
      store,
      audit,
      catalogue,
      collectors,
      inventory,
      topology,
      mcp,
      trust,
      metrics: metricsOf(monitoring),
      silencing: silencingOf(monitoring, mcp.pool),
      ticket: async (id) => {
        const ticket = await tickets.get(id);
        const [first] = ticket?.entities ?? [];
        return ticket && { automation: ticket.automation, ...(first && { entity: first.id }) };
      },
      collect,
      sync,
      noteTicket: async (id, remediation, text) => {
        await tickets.remediationNoted(id, remediation, text);
      },
      roleNow: (name) => (owner.is(name) ? (sync.accountRole ?? 'admin') : operators.named(name)?.role),
      removeSecrets,
      clock,
      random,
      logger,
    });
    const presence = openPresence({
      store,
      sync,
      leases: leading.leases,
      remediations,
      workstation: () => audit.workstation(),
      clock,
      logger,
    });
    const unfollowOperators = operators.onChanged(() => {
      remediations
        .operatorsChanged()
        .catch((error: unknown) => logger.error({ err: error }, 'approvals cannot be looked at again'));
    });
    const ticketWork = createTicketWork({
      desk: tickets,
      resolution: ticketResolution,
      inventory,
      topology,
      scheduler,
      remediations,
      collected,
      settings: () => live.current.tickets,
      automation: {
        isHere: () => leading.doesByItself('automation'),
        onChanged: (listener) => leading.leases.onChanged(listener),
      },
      clock,
      logger,
    });
    const { notices, pendingWork } = openNotices({
      remediations,
      tickets,
      policies: trust.policies,
      settings: () => live.current,
      clock,
      random,
      logger,
    });
    const { policies, feedback } = trust;
    const following = followShared(
      sync,
      { inventory, documents, tickets, remediations, feedback, audit, policies },
      logger,
    );
    const unfollow = [
      following.close,
      profiles.onChanged(() => sourcesChanged.emit([])),
      sourcesChanged.add(() => {
        jobs
          .sourcesChanged()
          .catch((error: unknown) =>
            logger.error({ err: error }, 'which servers give alerts cannot be looked at'),
          );
      }),
      () => notices.close(),
      () => pendingWork.close(),
      () => trust.close(),
      unfollowRemediations,
      unfollowOperators,
      live.onChanged(() => llm.settingsChanged()),
      inventory.onChanged(() => llm.namesChanged()),
    ];
    makeFolder(profiles.folder, 0o700);
    const unwatchProfiles = watchDataDir({
      dataDir: join(dataDir, profilesFolderName),
      clock,
      logger,
      files: {},
      others: () => profiles.filesChanged(),
    });
    const unwatch = watchDataDir({
      dataDir,
      clock,
      logger,
      files: {
        'config.yaml': () => {
          try {
            live.apply(readSettings(dataDir), 'file');
          } catch (error) {
            live.refuse(error instanceof Error ? error.message : String(error));
          }
        },
        [policyFileName]: followPolicy,
        [killSwitchFileName]: followPolicy,
        [operatorsFileName]: () => operators.fileChanged(),
        [acceptanceFileName]: () => profiles.filesChanged(),
        'mcp.json': () => sourcesChanged.emit([]),
        'mcp-trust.json': () => sourcesChanged.emit([]),
      },
    });
    return {
      dataDir,
      get settings() {
        return live.current;
      },
      liveSettings: live,
      clock,
      audit,
      owner,
      operators,
      store,
      mcp,
      sync,
      leading,
      presence,
      inventory,
      views: openSavedViews(join(dataDir, 'views.json'), { clock, random, logger }),
      collection,
      findings,
      documents,
      scheduler,
      topology,
      search,
      knowledge,
      llm,
      assistant,
      ticketResolution,
      tickets,
      ticketWork,
      policies: trust.policies,
      feedback: trust.feedback,
      reliability: trust.reliability,
      profiles,
      collectors,
      actions: catalogue,
      remediations,
      runbooks,
      notices,
      pendingWork,
      collect,
      writeProse: () => jobs.writeProse(),
      sourcesChanged: (name) => sourcesChanged.emit(name === undefined ? [] : [name]),
      onSourcesChanged: (listener) => sourcesChanged.add(listener),
      async close() {
        unwatch();
        unwatchProfiles();
        for (const stop of unfollow) stop();
        await presence.close();
        await ticketWork.close();
        await runbooks.close();
        await remediations.close();
        await assistant.close();
        await knowledge.close();
        await llm.close();
        search.close();
        await scheduler.stop();
        await leading.close();
        await mcp.close();
        await sync.close();
        await following.idle();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

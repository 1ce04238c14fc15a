const commands = [
  ['datacenter-docs demo', 'collect and document the simulated datacenter'],
  ['datacenter-docs mcp import FILE', 'take over the MCP servers of another client'],
  ['datacenter-docs collect', 'read every trusted server'],
  ['datacenter-docs docs list', 'what has been written'],
] as const;

/** What the window shows until the console's screens are there: how to do the work from a terminal. */
export function Welcome() {
  return (
    <main
      style={{ font: '13px/1.6 Inter, system-ui, sans-serif', padding: 48, maxWidth: 640, margin: '0 auto' }}
    >
      <h1 style={{ fontSize: 20, fontWeight: 600 }}>Datacenter Docs</h1>
      <p>This version is worked from a terminal. The console opens here in the next one.</p>
      <dl>
        {commands.map(([command, says]) => (
          <div key={command} style={{ margin: '8px 0' }}>
            <dt style={{ fontFamily: 'JetBrains Mono, monospace' }}>{command}</dt>
            <dd style={{ margin: 0, opacity: 0.7 }}>{says}</dd>
          </div>
        ))}
      </dl>
    </main>
  );
}

/** What a new profile begins with: what has to be in one, and nothing that is used as it stands. */
export const firstText = `profile: 1
id: my-server
title: My server
version: 1
domain: vmware
matches:
  tools: [list_vms]
tools:
  list_vms: read
collect:
  - step: vms
    tool: list_vms
    items: vms
    key: id
entities:
  - kind: vm
    from: vms
    nativeId: id
    name: name
    attributes:
      powerState: '$lookup({"running": "on", "stopped": "off"}, state)'
`;

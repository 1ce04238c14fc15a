#!/bin/sh
# Runs the schedule as a node of the shared state. The password stands in the environment of this process alone.
set -eu

COUCHDB_PASSWORD="$(head -n 1 /run/secrets/couchdb_collector_password)"
export COUCHDB_PASSWORD

datacenter-docs -q config set couchdb.url "$COUCHDB_URL" > /dev/null
datacenter-docs -q config set couchdb.user "$COUCHDB_ACCOUNT" > /dev/null
if [ -n "${LLM_MODEL:-}" ]; then
  datacenter-docs -q config set llm.baseUrl "$LLM_URL" > /dev/null
  datacenter-docs -q config set llm.model "$LLM_MODEL" > /dev/null
fi

exec datacenter-docs worker

#!/bin/bash
# Starts CouchDB with the administrator's password out of a file, as one node, and never without a password.
set -eu

secret=/run/secrets/couchdb_admin_password
COUCHDB_PASSWORD="$(head -n 1 "$secret")"
if [ "${#COUCHDB_PASSWORD}" -lt 12 ]; then
  echo "$secret: expected a password of at least 12 characters in its first line" >&2
  exit 1
fi
export COUCHDB_PASSWORD

cat > /opt/couchdb/etc/local.d/10-datacenter-docs.ini <<'INI'
[couchdb]
single_node = true

[chttpd_auth]
; Sessions are renewed while they are used.
timeout = 600
INI

exec tini -- /docker-entrypoint.sh /opt/couchdb/bin/couchdb

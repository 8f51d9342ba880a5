#!/bin/sh
# The store of files speaks S3 and knows one account, that of the application.
set -eu
umask 077
cat >/tmp/s3.json <<JSON
{"identities": [{"name": "sabak",
  "credentials": [{"accessKey": "sabak", "secretKey": "$STORAGE_SECRET"}],
  "actions": ["Read:sabak", "Write:sabak", "List:sabak", "Admin:sabak"]}]}
JSON
exec weed server -dir=/data -ip=127.0.0.1 -ip.bind=0.0.0.0 -volume.max=0 -s3 -s3.config=/tmp/s3.json

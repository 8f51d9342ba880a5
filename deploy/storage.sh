#!/bin/sh
# The store of files speaks S3 and knows one account, that of the application.
set -eu
umask 077
cat >/tmp/s3.json <<JSON
{"identities": [{"name": "sabak",
  "credentials": [{"accessKey": "sabak", "secretKey": "$STORAGE_SECRET"}],
  "actions": ["Read:sabak", "Write:sabak", "List:sabak", "Admin:sabak"]}]}
JSON
# Only S3 asks for the account: its parts behind it listen to this container alone. Files are put together in volumes, and
# a volume is made only where whole ones have room: with the usual 30 GB each, 74 free gigabytes took no file at all.
exec weed server -dir=/data -ip=127.0.0.1 -ip.bind=127.0.0.1 -master.volumeSizeLimitMB=512 -volume.max=0 \
  -s3 -s3.ip.bind=0.0.0.0 -s3.config=/tmp/s3.json

#!/bin/sh
# Builds on several machines with GNU parallel over SSH:
#
#   sh parallel.sh hosts.txt /srv/budget
#
# hosts.txt names a machine on each line. All of them see the folder by the same
# name, as over NFS; it holds projects/ and gets out/, reports/ and report.jsonl.
# jixiao is on their PATH, or JIXIAO says where it is.
set -eu

hosts=$1
folder=$2
jixiao=${JIXIAO:-jixiao}
# More shards than machines: the fast ones take more of them.
shards=${SHARDS:-$((4 * $(grep -c '^[^#]' "$hosts")))}

# What an earlier run left must not pass for a report of this one.
rm -rf "$folder/reports"
mkdir -p "$folder/reports"

# One shard at a time on a machine, with all of its cores. Exit code 1 is about the
# forms, and the report tells which; after any other, the shard is tried elsewhere.
seq "$shards" | parallel --sshloginfile "$hosts" --jobs 1 --retries 3 \
    "cd '$folder' && '$jixiao' build projects -o out \
        --shard {}/$shards --log reports/{}.jsonl || test \$? = 1" ||
    echo "some shards did not end" >&2

cd "$folder"
# shellcheck disable=SC2046
"$jixiao" merge-reports $(seq -f 'reports/%.0f.jsonl' "$shards") -o report.jsonl

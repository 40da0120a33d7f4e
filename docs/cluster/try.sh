#!/bin/bash
# Tries the recipes on one machine, as root, with Debian's parallel, openssh-server,
# slurm-wlm and munge:
#
#   JIXIAO=/path/to/jixiao bash try.sh /path/to/projects
#
# Two SSH daemons on the loopback stand for two machines, a Slurm of one node for a
# cluster, and a shell with JOB_COMPLETION_INDEX for the pods. Each way must give the
# forms that one build gives.
set -euo pipefail

jixiao=$(realpath "${JIXIAO:-target/release/jixiao}")
projects=$(realpath "${1:-projects}")
recipes=$(dirname "$(realpath "$0")")
work=$(mktemp -d)
daemons=()

finish() {
    [ ${#daemons[@]} = 0 ] || kill "${daemons[@]}" || true
    rm -rf "$work"
}
trap finish EXIT

# Prepares an empty folder with the projects.
prepare() {
    mkdir -p "$work/$1"
    cp -r "$projects" "$work/$1/projects"
    cp "$jixiao" "$work/$1/jixiao"
}

# Holds what a way has given against one build of everything.
compare() {
    diff -r -x '.*' "$work/whole" "$work/$1/out"
    echo "$1: $(find "$work/$1/out" -name '*.pdf' | wc -l) forms, as in one build"
    cat "$work/$1/report.jsonl"
}

"$jixiao" build "$projects" -o "$work/whole" 2>"$work/whole.log"
tail -1 "$work/whole.log"

sshd_at() {
    /usr/sbin/sshd -D -f /dev/null -h "$work/host" -p "$1" \
        -o ListenAddress=127.0.0.1 -o AuthorizedKeysFile="$work/key.pub" \
        -o StrictModes=no -o PasswordAuthentication=no -o PidFile=none &
    daemons+=($!)
}

try_parallel() {
    prepare parallel
    ssh-keygen -q -t ed25519 -N '' -f "$work/key"
    ssh-keygen -q -t ed25519 -N '' -f "$work/host"
    mkdir -p /run/sshd
    # A third machine is down: its shards go to the others.
    for port in 2201 2202 2203; do
        [ $port = 2203 ] || sshd_at $port
        echo "ssh -p $port -i $work/key -o StrictHostKeyChecking=no" \
            "-o UserKnownHostsFile=/dev/null -o LogLevel=ERROR 127.0.0.1"
    done >"$work/hosts.txt"
    sleep 1
    JIXIAO="$work/parallel/jixiao" sh "$recipes/parallel.sh" "$work/hosts.txt" "$work/parallel"
    compare parallel
}

try_slurm() {
    prepare slurm
    local conf="$work/slurm.conf" node
    node=$(hostname -s)
    mkdir -p "$work/state" "$work/spool" /run/munge
    [ -e /etc/munge/munge.key ] || mungekey --create
    if ! munge -n >/dev/null 2>&1; then
        chown munge: /run/munge
        runuser -u munge -- munged
        daemons+=("$(cat /run/munge/munged.pid)")
    fi
    cat >"$conf" <<END
ClusterName=try
SlurmctldHost=$node(127.0.0.1)
SlurmUser=root
AuthType=auth/munge
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
NodeName=$node NodeAddr=127.0.0.1 CPUs=$(nproc) RealMemory=4000 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES State=UP
END
    export SLURM_CONF=$conf
    slurmctld -D >"$work/slurmctld.log" 2>&1 &
    daemons+=($!)
    sleep 2
    slurmd -D >"$work/slurmd.log" 2>&1 &
    daemons+=($!)
    sleep 3
    cd "$work/slurm"
    JIXIAO=./jixiao sbatch --wait --array=1-8 "$recipes/slurm.sbatch"
    # One shard once more, as after a failure.
    rm reports/3.jsonl
    JIXIAO=./jixiao SHARDS=8 sbatch --wait --array=3 "$recipes/slurm.sbatch"
    ./jixiao merge-reports $(seq -f 'reports/%.0f.jsonl' 8) -o report.jsonl
    cd "$OLDPWD"
    compare slurm
}

try_kubernetes() {
    prepare kubernetes
    python3 - "$recipes/job.yaml" "$work/pod.sh" <<'END'
import sys, yaml
job = yaml.safe_load(open(sys.argv[1]))["spec"]
pod = job["template"]["spec"]["containers"][0]
assert pod["env"] == [{"name": "SHARDS", "value": str(job["completions"])}]
assert pod["command"] == ["sh", "-euc"]
open(sys.argv[2], "w").write(pod["args"][0])
END
    cd "$work/kubernetes"
    for index in 0 1 2 3 4 5 6 7; do
        SHARDS=8 JOB_COMPLETION_INDEX=$index sh -euc "$(cat "$work/pod.sh")"
    done
    ./jixiao merge-reports $(seq -f 'reports/%.0f.jsonl' 8) -o report.jsonl
    cd "$OLDPWD"
    compare kubernetes
}

try_parallel
try_slurm
try_kubernetes

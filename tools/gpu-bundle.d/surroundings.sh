# Sourced by the scripts of a GPU bundle. Finds the program and lends it libraries that the system lacks. Needs no tool beyond a POSIX
# system; writes only below the bundle.

bundle=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
results="$bundle/results"
mkdir -p "$results" "$bundle/cache"
# Compiled kernels stay with the bundle; a machine's own caches are left as they are.
export XDG_CACHE_HOME="$bundle/cache"
export DOTNET_CLI_TELEMETRY_OPTOUT=1
unset DOTNET_ROOT DOTNET_STARTUP_HOOKS

say() { printf '%s\n' "$*"; }

# A library of the bundle is used only where the system has none of its name.
lend_libraries() {
    local folder known
    known=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null) || known=""
    lent=""
    for folder in "$bundle"/libraries/*/; do
        [ -d "$folder" ] || continue
        folder=${folder%/}
        case "$known" in
            *"${folder##*/} "*) ;;
            *)
                LD_LIBRARY_PATH="${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$folder"
                lent="$lent ${folder##*/}" ;;
        esac
    done
    [ -z "$lent" ] || export LD_LIBRARY_PATH
}
lend_libraries

# The program has its runtime within it, or uses the one beside it.
run_program() {
    local name=$1
    shift
    if [ -x "$bundle/runtime/dotnet" ]; then
        "$bundle/runtime/dotnet" "$bundle/program/$name.dll" "$@"
    else
        "$bundle/program/$name" "$@"
    fi
}
featureforge() { run_program featureforge "$@"; }
device_tests() { run_program device-tests "$@"; }

# Names of the usable devices, cuda:0 opencl:0 ..., from the text of `featureforge devices`.
usable_devices() {
    awk '/^(cuda|opencl):[0-9]+ / { name = $1 } /^  usable/ && name { print name; name = "" }' "$results/devices.txt"
}

describe_machine() {
    say "bundle: $(tr '\n' ',' <"$bundle/VERSION")"
    say "system: $(uname -srm), $(sed -n 's/^PRETTY_NAME="\(.*\)"$/\1/p' /etc/os-release 2>/dev/null), glibc $(ldd --version 2>/dev/null | sed -n '1s/.* //p')"
    say "processor: $(sed -n 's/^model name[[:space:]]*:[[:space:]]*//p' /proc/cpuinfo 2>/dev/null | head -n 1), $(getconf _NPROCESSORS_ONLN) cores"
    if command -v nvidia-smi >/dev/null; then
        nvidia-smi --query-gpu=name,driver_version,memory.total,pcie.link.gen.max --format=csv,noheader 2>/dev/null | sed 's/^/gpu: /' || true
    fi
    [ -z "$lent" ] || say "lent by the bundle, for the system has none:$lent"
}

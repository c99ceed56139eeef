# Sourced by the tools beside it. Gives them the repository's folder, named steps, and what a fresh machine may lack.
# Every tool works from any folder and changes nothing outside the checkout, except for system packages when run as root.

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
tool_name="tools/$(basename "$0")"
current_step="start"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en
# No build process may outlive the tool: one that does can hold the terminal or the pipe of a build server open.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0
build_options=(-c Release -v quiet -nologo -nodeReuse:false -p:UseSharedCompilation=false)

say() { printf '%s\n' "$*"; }

# Names what is done next, on the terminal and in the message of a failure.
step() {
    current_step=$1
    printf '\n== %s\n' "$1"
}

# Ends the tool with a reason and what to do about it.
stop() {
    trap - ERR
    printf '%s: %s\n' "$tool_name" "$*" >&2
    exit 1
}

name_failed_step() {
    local code=$1
    printf '%s: the step "%s" failed (exit code %s). Its own message is above.\n' "$tool_name" "$current_step" "$code" >&2
}

# Errors end the tool with the name of the step; a tool calls this first.
stop_on_errors() {
    set -Eeuo pipefail
    trap 'code=$?; name_failed_step "$code"; exit "$code"' ERR
}

is_root() { [ "$(id -u)" -eq 0 ]; }

# True where the dynamic linker finds a library; ldconfig is often outside the path of ordinary users. No pipe into grep -q:
# it ends early, and the broken pipe would count as an absent library.
has_library() {
    local found
    found=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null) || found=""
    case "$found" in
        *"$1"*) return 0 ;;
        *) return 1 ;;
    esac
}

# Debian and Ubuntu give the package of TurboJPEG different names.
turbojpeg_package() {
    local id="" like=""
    if [ -r /etc/os-release ]; then
        id=$(. /etc/os-release && printf '%s' "${ID:-}")
        like=$(. /etc/os-release && printf '%s' "${ID_LIKE:-}")
    fi
    case " $id $like " in
        *" ubuntu "*) printf 'libturbojpeg' ;;
        *) printf 'libturbojpeg0' ;;
    esac
}

# Packages of the codecs that nothing works without and that are missing here, one per line.
missing_codec_packages() {
    has_library libturbojpeg.so.0 || printf '%s\n' "$(turbojpeg_package)"
    has_library libspng.so.0 || printf 'libspng0\n'
}

# The interpreter that featureforge train, eval and export start.
python_of_the_packages() {
    local named=${FEATUREFORGE_PYTHON:-}
    if [ -n "$named" ]; then printf '%s' "$named"; elif [ -x /usr/bin/python3 ]; then printf '/usr/bin/python3'; else printf 'python3'; fi
}

# Found, not imported: PyTorch alone takes seconds.
has_python_module() {
    "$(python_of_the_packages)" -c 'import importlib.util, sys; sys.exit(importlib.util.find_spec(sys.argv[1]) is None)' "$1" 2>/dev/null
}

# Packages of Python modules that are missing, one per line.
missing_python_packages() {
    local module
    for module in "$@"; do
        has_python_module "$module" && continue
        case "$module" in
            PIL) printf 'python3-pil\n' ;;
            google.protobuf) printf 'python3-protobuf\n' ;;
            *) printf 'python3-%s\n' "$module" ;;
        esac
    done
}

# What tools/onnxruntime needs where ONNX Runtime is neither named nor there.
missing_onnxruntime_packages() {
    [ -n "${FEATUREFORGE_ONNXRUNTIME:-}" ] || has_python_module onnxruntime || [ -d "$repository/node_modules/onnxruntime-node" ] || command -v npm >/dev/null || printf 'npm\n'
}

# What figures hold for. The folder of a machine's results is named here alone, so that all its figures lie together.
machine_cpu() {
    local cpu
    cpu=$(sed -n 's/^model name[[:space:]]*:[[:space:]]*//p' /proc/cpuinfo 2>/dev/null | head -n 1) || cpu=""
    printf '%s' "${cpu:-$(uname -m)}"
}

machine_cores() { getconf _NPROCESSORS_ONLN; }

# Sets results to benchmarks/results/<name>, the name given or made from processor and cores.
set_results_folder() {
    local name=${1:-}
    [ -n "$name" ] || name=$(printf '%s %s cores' "$(machine_cpu)" "$(machine_cores)" | tr '[:upper:]' '[:lower:]' | sed -E 's/[^a-z0-9]+/-/g; s/^-|-$//g')
    [[ "$name" =~ ^[A-Za-z0-9][A-Za-z0-9.-]*$ ]] || stop "\"$name\" is no name of a machine; letters, digits, dots and hyphens are"
    results="benchmarks/results/$name"
}

machine_load() { cut -d ' ' -f 1 /proc/loadavg 2>/dev/null || printf 'unknown'; }

# The codecs do most of the decoding, so their versions belong to the figures.
codec_versions() {
    local versions
    versions=$(dpkg-query -W -f '${Package} ${Version}\n' "$(turbojpeg_package)" libspng0 2>/dev/null | paste -s -d ',' | sed 's/,/, /g') || versions=""
    printf '%s' "${versions:-codecs of unknown version}"
}

# The commit, and whether something in the folders given differs from it.
measured_commit() {
    local commit
    commit=$(git -C "$repository" rev-parse --short=12 HEAD 2>/dev/null) || commit=unknown
    [ -z "$(git -C "$repository" status --porcelain -- "$@" 2>/dev/null)" ] || commit="$commit with changes"
    printf '%s' "$commit"
}

apt_line() { printf 'apt-get install -y --no-install-recommends %s' "$*"; }

# Installs packages as root; says what it does. The lists of a fresh container are empty, hence the second try.
install_packages() {
    say "installing $*"
    local options=(-y -q --no-install-recommends -o DPkg::Lock::Timeout=120)
    export DEBIAN_FRONTEND=noninteractive
    if apt-get install "${options[@]}" "$@" >/dev/null 2>&1; then
        return 0
    fi
    apt-get update -q >/dev/null && apt-get install "${options[@]}" "$@" >/dev/null
}

# Packages or the end. The first argument names what they are, the others are packages that are missing; none says that all is there.
require_packages() {
    local what=$1
    shift
    if [ $# -eq 0 ]; then
        say "$what are there"
    elif ! command -v apt-get >/dev/null; then
        stop "$what are needed (on Debian: $*) and this system has no apt-get. Install them with its own package manager and run $tool_name again."
    elif is_root; then
        install_packages "$@" || stop "the packages could not be installed. Try: $(apt_line "$*")"
    else
        stop "$what are missing. Run this line, then $tool_name again:
    sudo $(apt_line "$*")"
    fi
}

# The codecs or the end: without them nothing can be decoded.
require_codecs() {
    # shellcheck disable=SC2046  # a list of words
    require_packages "libturbojpeg and libspng" $(missing_codec_packages)
}

# The SDK or the end. Asked within the checkout, so that global.json has its say.
require_dotnet() {
    local advice="Install the .NET 10 SDK (https://dotnet.microsoft.com/download/dotnet/10.0) and put dotnet on the PATH."
    command -v dotnet >/dev/null || stop "there is no dotnet on the PATH. $advice"
    local version
    version=$(cd "$repository" && dotnet --version 2>/dev/null) || version=""
    case "$version" in
        10.*) say ".NET SDK $version" ;;
        *) stop "dotnet is there, but no SDK of .NET 10 (found: $(dotnet --list-sdks 2>/dev/null | cut -d' ' -f1 | tr '\n' ' ')). $advice" ;;
    esac
}

# shellcheck shell=bash
# Sourced by the smoke scripts: a folder outside the repository and a package folder of their own.
# Without the latter, a package of the same version from an earlier run would be taken from the user's package folder.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
feed=${PACKAGE_FEED:-$root/artifacts/package/release}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export NUGET_PACKAGES="$root/artifacts/smoke/packages"
rm -rf "$NUGET_PACKAGES"/salesfunnel.*

package_version() { # id
  local files=()
  shopt -s nullglob
  for file in "$feed/$1".[0-9]*.nupkg; do
    case "$file" in *.symbols.nupkg) ;; *) files+=("$file") ;; esac
  done
  if ((${#files[@]} != 1)); then
    printf 'Expected one package %s in %s, found %d. Run: dotnet pack SalesFunnel.Metrics.sln -c Release\n' "$1" "$feed" "${#files[@]}" >&2
    return 1
  fi
  basename "${files[0]}" .nupkg | cut -c$((${#1} + 2))-
}

copy_consumer() {
  cp -R "$root/tests/smoke/." "$work/"
}

expect() { # what, text that must occur, actual output
  case "$3" in
    *"$2"*) printf '%s: %s\n' "$1" "$2" ;;
    *)
      printf '%s: expected the output to hold\n  %s\nbut it was\n%s\n' "$1" "$2" "$3" >&2
      return 1
      ;;
  esac
}

# Sets compiler to what a native build needs here; ends the script when there is no compiler.
compiler=()
choose_compiler() {
  if [ "$(uname -s)" = Linux ] && ! command -v clang >/dev/null; then
    if ! command -v gcc >/dev/null; then
      printf 'NOT CHECKED: a native build needs gcc or clang, and neither is installed.\n' >&2
      [ "${CI:-}" = true ] && exit 1
      exit 0
    fi
    # shellcheck disable=SC2034 # read by the scripts that source this
    compiler=(-p:CppCompilerAndLinker=gcc -p:LinkerFlavor=bfd)
  fi
}

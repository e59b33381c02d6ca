#!/usr/bin/env bash
# Installs what is missing, builds, and runs every test: the whole suite on the default LibTorch; the
# fast tests of all rooms under AddressSanitizer and UndefinedBehaviorSanitizer; and
# core's unit tests on the distribution's LibTorch.
#   packaging/test.sh [--quick]     --quick: the default build only
set -euo pipefail
cd "$(dirname "$0")/.."

quick=0
case "${1:-}" in
  "") ;;
  --quick) quick=1 ;;
  *) echo "usage: $0 [--quick]" >&2; exit 2 ;;
esac

run_preset() {
  local preset=$1
  echo "== $preset"
  cmake --preset "$preset" -Wno-dev >/dev/null
  cmake --build --preset "$preset"
  ctest --preset "$preset"
}

packaging/install_dependencies.sh --tests
run_preset dev
if [ "$quick" -eq 0 ]; then
  run_preset asan
  packaging/install_dependencies.sh --tests --no-gui --system-torch
  run_preset fallback
fi

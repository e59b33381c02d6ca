#!/usr/bin/env bash
# The main job in one command: installs what is missing, builds, and opens the window on the phantom
# demo. Without a display it runs the demo on the command line and says where its report lies.
#   packaging/run.sh [--build-only] [arguments of negatoscope …]
set -euo pipefail
cd "$(dirname "$0")/.."

build_only=0
if [ "${1:-}" = "--build-only" ]; then
  build_only=1
  shift
fi

packaging/install_dependencies.sh
cmake --preset release -Wno-dev >/dev/null
cmake --build --preset release

if [ "$build_only" -eq 1 ]; then
  echo "Built build/release/bin/negatoscope and build/release/bin/negatoscope-cli"
  exit 0
fi
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  exec build/release/bin/negatoscope "$@"
fi
exec build/release/bin/negatoscope-cli demo

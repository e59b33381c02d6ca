#!/bin/sh
# Pictures of the real window for the README, made without a display.
# Usage: packaging/make_screenshots.sh PROGRAM FOLDER_OF_FILMS OUTPUT_FOLDER [more options]
# Example: packaging/make_screenshots.sh build/release/bin/negatoscope films pictures --train
set -eu
if [ $# -lt 3 ]; then
    sed -n '2,4p' "$0"
    exit 2
fi
program=$1
films=$2
output=$3
shift 3
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
QT_QPA_PLATFORM=offscreen "$program" --settings "$scratch/settings.ini" \
    --workspace "$scratch/workspace" --screenshot "$output" "$@" "$films"

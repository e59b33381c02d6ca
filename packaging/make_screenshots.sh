#!/bin/sh
# Pictures of the real window for the README, made without a display. All films in them are drawn
# by the program itself: it opens its phantom demo, trains once, and looks at every page.
# Usage: packaging/make_screenshots.sh PROGRAM OUTPUT_FOLDER [more options]
# Example: packaging/make_screenshots.sh build/release/bin/negatoscope resources/screenshots
# With a folder of films instead of the phantoms:
#          packaging/make_screenshots.sh PROGRAM OUTPUT_FOLDER --films FOLDER
# FULL=1 keeps every picture of the tour; otherwise those that the README shows are kept.
set -eu
if [ $# -lt 2 ]; then
    sed -n '2,9p' "$0"
    exit 2
fi
program=$1
output=$2
shift 2
films=
if [ "${1:-}" = "--films" ]; then
    films=$2
    shift 2
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
if [ -z "$films" ]; then
    films=$scratch/phantoms
    "$(dirname "$program")/negatoscope-cli" --seed 7 phantom generate \
        --count "${COUNT:-800}" --out "$films"
fi
QT_QPA_PLATFORM=offscreen "$program" --settings "$scratch/settings.ini" \
    --workspace "$scratch/workspace" --size 1440x900 --train --screenshot "$scratch/pictures" \
    "$@" "$films"
mkdir -p "$output"
if [ "${FULL:-0}" = 1 ]; then
    cp "$scratch"/pictures/*.png "$output"
    exit 0
fi
for page in data lab runs search reader; do
    for theme in light dark; do
        cp "$scratch/pictures/${page}_$theme.png" "$output"
    done
done

#!/usr/bin/env bash
# The rules of the house, checked (see "Architecture" in README.md). Fails with one line per breach.
set -euo pipefail
cd "$(dirname "$0")/.."
breaches=0
breach() {
  echo "layering: $1"
  breaches=$((breaches + 1))
}

# 1. Arrows: each room may include only the rooms before it.
rooms=(base evaluation image dataset phantom model training explain exporting tracking search session)
allowed=""
for room in "${rooms[@]}"; do
  allowed="$allowed $room"
  [ -d "core/$room" ] || continue
  while IFS=: read -r file included; do
    case " $allowed " in
      *" $included "*) ;;
      *) breach "$file includes core/$included, which comes after core/$room" ;;
    esac
  done < <(grep -rHoE '#include "core/[a-z]+' "core/$room" | sed -E 's/#include "core\///')
done
for room in core/*/; do
  case " ${rooms[*]} " in
    *" $(basename "$room") "*) ;;
    *) breach "$room is not in the plan of the house (tests/layering.sh)" ;;
  esac
done
while IFS= read -r line; do breach "core must not know ui or app: $line"; done \
  < <(grep -rnE '#include "(ui|app)/' core || true)
while IFS= read -r line; do breach "ui must not know app: $line"; done \
  < <(grep -rnE '#include "app/' ui || true)

# 2. Torch stays in .cpp files and *_impl.h of five rooms.
while IFS= read -r line; do breach "torch in a public header or a foreign room: $line"; done \
  < <(grep -rnE '#include <(torch|ATen|c10)/' core ui app --include='*.h' --include='*.cpp' \
      | grep -vE '^core/(model|training|explain|exporting)/[A-Za-z0-9_]+(\.cpp|_impl\.h|TorchCompat\.h):' \
      | grep -vE '^core/model/TorchCompat\.h:' || true)
while IFS= read -r line; do breach "a public header includes a torch header: $line"; done \
  < <(grep -rnE '#include "core/[a-z]+/([A-Za-z0-9]+_impl|TorchCompat)\.h"' core ui app --include='*.h' \
      | grep -vE '_impl\.h:[0-9]+:|TorchCompat\.h:' || true)

# 3. Qt in core only in session, and never its windows.
while IFS= read -r line; do breach "Qt outside core/session: $line"; done \
  < <(grep -rnE '#include <Q[A-Z]' core --include='*.h' --include='*.cpp' \
      | grep -vE '^core/(session|tracking)/' || true)
while IFS= read -r line; do breach "windows in core: $line"; done \
  < <(grep -rnE '#include <(QWidget|QPainter|QImage|QPixmap|QColor|QtGui|QtWidgets)' core || true)

# 4. No nested event loops in the window; no wide files.
while IFS= read -r line; do breach "nested event loop: $line"; done \
  < <(grep -rnE 'processEvents|QEventLoop' ui app/*.cpp --include='*.h' --include='*.cpp' 2>/dev/null || true)
while IFS= read -r file; do
  lines=$(wc -l < "$file")
  if [ "$lines" -gt 700 ]; then breach "$file has $lines lines"; fi
done < <(find core ui app -name '*.cpp' -o -name '*.h' | sort)

if [ "$breaches" -gt 0 ]; then
  exit 1
fi
echo "layering: every rule holds"

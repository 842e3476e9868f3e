#!/usr/bin/env bash
# Plants faults, one at a time, in a copy of this source and says who notices: tests/mutations/README.md. Status 0 only when the bars hold.
#   tests/mutations/run.sh [--list] [--only TEXT] [--slice N] [--suite] [--all] [--again] [--jobs N]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec python3 -B tests/mutations/run.py "$@"

#!/usr/bin/env bash
# The public headers and the by-name table follow from src/frontend/call/signatures.
set -euo pipefail
cd "${KILN_SOURCE:-$(dirname "${BASH_SOURCE[0]}")/../..}"
python3 tools/signatures.py --check

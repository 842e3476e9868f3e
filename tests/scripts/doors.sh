#!/usr/bin/env bash
# Every public function opens with FE_DOOR (src/frontend/core/session.h), which keeps the host's floating-point state out, but for the few named
# here that neither record, compute nor turn floats into text (saving asks through kiln_host).
set -euo pipefail
exec python3 - "$KILN_SOURCE" "${CC:-cc}" <<'PYTHON'
import pathlib, re, subprocess, sys

root, cc = pathlib.Path(sys.argv[1]), sys.argv[2]
WITHOUT = set("""ok session_of dtype_of rank extent extents numel version_of device_of shares_storage failed error error_text clear_error keep release
version cancel scope_open budget_open budget_close budget_spent budget_over params_at params_count params_free params_has params_list params_name params_named params_numel optimizer_rate safetensors_at safetensors_close safetensors_count safetensors_find safetensors_meta safetensors_meta_at
safetensors_meta_count safetensors_open safetensors_open_memory safetensors_save cache_audit cache_clear cache_stat cache_verify ledger_verify ledger_seal environment audit_at
envelope_digest envelope_write envelope_save envelope_read envelope_free envelope_check sidecar_protect sidecar_verify sidecar_repair sidecar_scrub
npy_open npy_open_memory npy_count npy_at npy_find npy_close npy_save npz_save
checkpoint_open checkpoint_latest checkpoint_path checkpoint_step checkpoint_meta checkpoint_count checkpoint_at checkpoint_find checkpoint_close trace_open trace_close trace_envelope trace_graph trace_setting trace_leaf_count trace_output_count trace_node_count
trace_derived_count trace_leaf trace_output trace_derived_at trace_node_digest trace_parameter_count trace_parameter_at status_name status_text dtype_name dtype_short dtype_size""".split())

public = set()
for header in root.glob("include/kiln/*.h"):
    public |= {m[1] for m in re.finditer(r"KILN_API [^;()]*?\(?kiln_(\w+)\)?\(", header.read_text())}

closed, seen = [], set()
definition = re.compile(r"(?<![\w.>])\(?kiln_(\w+)\)?\s*\((?:[^;{}()]|\([^;{}()]*\))*\)\s*\{\s*(\w*)")
for source in sorted(root.glob("src/frontend/**/*.c")):
    command = [cc, "-std=gnu11", "-E", "-P", f"-I{root}/include", f"-I{root}/src", str(source)]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    for m in definition.finditer(text):
        if m[1] in public and not m[1].startswith("v_"):
            seen.add(m[1])
            if m[2] != "__attribute__" and m[1] not in WITHOUT:
                closed.append(f"{source.relative_to(root)}: kiln_{m[1]} does not open with FE_DOOR")
for line in sorted(set(closed)):
    print(line)
unseen = public - seen - WITHOUT
for name in sorted(unseen):
    print(f"kiln_{name}: its definition was not found in src/frontend")
print(f"{len(seen)} public functions looked at")
sys.exit(1 if closed or unseen or len(seen) < 500 else 0)
PYTHON

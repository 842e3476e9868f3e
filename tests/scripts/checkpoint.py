"""Checkpoints between the safetensors package and libkiln.so: checkpoint.py LIBRARY FOLDER. Called by checkpoint.sh."""
import ctypes, json, pathlib, sys
import numpy as np
from safetensors import safe_open
from safetensors.numpy import load_file, save_file

lib, folder = ctypes.CDLL(sys.argv[1]), pathlib.Path(sys.argv[2])


class Entry(ctypes.Structure):
    _fields_ = [("name", ctypes.c_char_p), ("dtype", ctypes.c_int), ("rank", ctypes.c_int), ("shape", ctypes.POINTER(ctypes.c_int64)),
                ("data", ctypes.c_void_p), ("nbytes", ctypes.c_size_t)]


lib.kiln_checkpoint_find.restype = ctypes.POINTER(Entry)
lib.kiln_checkpoint_find.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
lib.kiln_checkpoint_count.restype = ctypes.c_size_t
lib.kiln_checkpoint_count.argtypes = lib.kiln_checkpoint_close.argtypes = lib.kiln_checkpoint_step.argtypes = [ctypes.c_void_p]
lib.kiln_checkpoint_step.restype = ctypes.c_int64


def check(path, tensors, step):
    """That Kiln finds these tensors there, and no others."""
    for flags in (0, 1):
        file, why = ctypes.c_void_p(), ctypes.create_string_buffer(500)
        if lib.kiln_checkpoint_open(str(path).encode(), flags, None, ctypes.byref(file), why, 500) != 0:
            sys.exit(f"{path}: {why.value.decode()}")
        if lib.kiln_checkpoint_count(file) != len(tensors) or lib.kiln_checkpoint_step(file) != step:
            sys.exit(f"{path}: {lib.kiln_checkpoint_count(file)} tensors at step {lib.kiln_checkpoint_step(file)}")
        for name, array in tensors.items():
            e = lib.kiln_checkpoint_find(file, name.encode())
            if not e or tuple(e.contents.shape[:e.contents.rank]) != array.shape or ctypes.string_at(e.contents.data, e.contents.nbytes) != array.tobytes():
                sys.exit(f"{path}: {name} differs")
        lib.kiln_checkpoint_close(file)


ours = folder / "run/step-000000000010.safetensors"
tensors = load_file(ours)
with safe_open(ours, "np") as f:
    metadata = f.metadata()
shapes = {name: array.shape for name, array in tensors.items() if not name.startswith("kiln.")}
if shapes != {"hidden.weight": (32, 64), "hidden.bias": (32,), "out.weight": (10, 32), "out.bias": (10,)}:
    sys.exit(f"parameters are {shapes}")
if metadata["format"] != "pt" or metadata["kiln.step"] != "10" or not 0 < float(metadata["loss"]) < 3:
    sys.exit(f"metadata are {metadata}")
check(ours, tensors, 10)

theirs = folder / "theirs.safetensors"
save_file(tensors, theirs, {"format": "pt"})
check(theirs, tensors, 0)

index, names = {"metadata": {"total_size": sum(a.nbytes for a in tensors.values())}, "weight_map": {}}, sorted(tensors)
for i in range(3):
    part = f"model-{i + 1:05}-of-00003.safetensors"
    save_file({name: tensors[name] for name in names[i::3]}, folder / part)
    index["weight_map"].update({name: part for name in names[i::3]})
(folder / "model.safetensors.index.json").write_text(json.dumps(index, indent=2))
check(folder / "model.safetensors.index.json", tensors, 0)

try:
    import torch
    from safetensors.torch import load_file as load_torch
    model = torch.nn.Sequential(torch.nn.Linear(64, 32), torch.nn.ReLU(), torch.nn.Linear(32, 10))
    state = load_torch(ours)
    model.load_state_dict({"0.weight": state["hidden.weight"], "0.bias": state["hidden.bias"], "2.weight": state["out.weight"], "2.bias": state["out.bias"]})
    print(f"PyTorch {torch.__version__} loads it")
except ImportError:
    print("no PyTorch here")
print(f"{len(tensors)} tensors are the same on both sides, in one file and in three")

"""Round trips between NumPy and libkiln.so: npy.py LIBRARY FOLDER. Called by npy.sh."""
import ctypes, io, itertools, pathlib, sys
import numpy as np

lib, folder = ctypes.CDLL(sys.argv[1]), pathlib.Path(sys.argv[2])
DTYPES = ["bool", "uint8", "int8", "int16", "int32", "int64", "float16", None, "float32", "float64"]  # in kiln/dtype.h's order


class Entry(ctypes.Structure):
    _fields_ = [("name", ctypes.c_char_p), ("dtype", ctypes.c_int), ("rank", ctypes.c_int), ("shape", ctypes.POINTER(ctypes.c_int64)),
                ("data", ctypes.c_void_p), ("nbytes", ctypes.c_size_t)]


lib.kiln_npy_count.restype = ctypes.c_size_t
lib.kiln_npy_count.argtypes = lib.kiln_npy_close.argtypes = [ctypes.c_void_p]
lib.kiln_npy_at.restype = ctypes.POINTER(Entry)
lib.kiln_npy_at.argtypes = [ctypes.c_void_p, ctypes.c_size_t]


def entries(arrays):
    list_ = (Entry * len(arrays))()
    for e, (name, a) in zip(list_, arrays.items()):
        e.name, e.dtype, e.rank, e.data, e.nbytes = name.encode(), DTYPES.index(a.dtype.name), a.ndim, a.ctypes.data, a.nbytes
        e.shape = (ctypes.c_int64 * a.ndim)(*a.shape)
    return list_


def read(path):
    file, why = ctypes.c_void_p(), ctypes.create_string_buffer(500)
    if lib.kiln_npy_open(str(path).encode(), None, ctypes.byref(file), why, 500) != 0:
        sys.exit(f"{path}: {why.value.decode()}")
    out = {}
    for i in range(lib.kiln_npy_count(file)):
        e = lib.kiln_npy_at(file, i).contents
        bytes_ = ctypes.string_at(e.data, e.nbytes) if e.nbytes else b""
        out[e.name.decode()] = np.frombuffer(bytes_, DTYPES[e.dtype]).reshape(e.shape[:e.rank])
    lib.kiln_npy_close(file)
    return out


def same(a, b, what):
    b = np.asarray(b).astype(b.dtype.newbyteorder("="))
    if a.dtype != b.dtype or a.shape != b.shape or a.tobytes() != b.tobytes():
        sys.exit(f"{what}: {a.dtype}{a.shape} is not {b.dtype}{b.shape}")


checked, why = 0, ctypes.create_string_buffer(500)
random = np.random.default_rng(1)
arrays = {}
for dtype, shape in itertools.product(filter(None, DTYPES), [(), (0,), (1,), (7,), (3, 4), (2, 0, 3), (2, 3, 4), (1, 1, 2, 1, 3, 2)]):
    a = random.integers(0, 2 if dtype == "bool" else 120, shape).astype(dtype)
    if dtype.startswith("float"):
        a = (a * random.standard_normal(shape)).astype(dtype) if shape else np.array(np.nan, dtype)
    arrays[f"{dtype}.{len(arrays)}"] = a
for name, a in arrays.items():
    ours, theirs = folder / "ours.npy", io.BytesIO()
    if lib.kiln_npy_save(str(ours).encode(), entries({name: a}), None, why, 500) != 0:
        sys.exit(why.value.decode())
    np.save(theirs, a)
    if ours.read_bytes() != theirs.getvalue():
        sys.exit(f"{name}: not the bytes that numpy.save writes")
    same(np.load(ours), a, name)
    for order, version, swap in itertools.product("CF", [(1, 0), (2, 0), (3, 0)], "<>"):
        other = a.astype(a.dtype.newbyteorder(swap), order=order)
        with open(folder / "theirs.npy", "wb") as f:
            np.lib.format.write_array(f, other, version=version)
        same(read(folder / "theirs.npy")[""], other, f"{name} {order} {version} {swap}")
        checked += 1
if lib.kiln_npz_save(str(folder / "ours.npz").encode(), entries(arrays), len(arrays), None, why, 500) != 0:
    sys.exit(why.value.decode())
with np.load(folder / "ours.npz") as z:
    for name, a in arrays.items():
        same(z[name], a, name)
for save in (np.savez, np.savez_compressed):
    save(folder / "theirs.npz", **arrays)
    back = read(folder / "theirs.npz")
    for name, a in arrays.items():
        same(back[name], a, name)
print(f"NumPy {np.__version__}: {checked} files and {3 * len(arrays)} entries are the same on both sides")

title Joining.

# Parts joined along dim; other extents equal. Dtypes promote.
cat(Tensor[] tensors, dim dim=0) -> Tensor
# Parts of one shape joined along a new axis.
stack(Tensor[] tensors, dim dim=0) -> Tensor
# Parts joined along axis 1, vectors along axis 0.
hstack(Tensor[] tensors) -> Tensor
# Parts of rank 2 or more joined along axis 0; a vector is a row.
vstack(Tensor[] tensors) -> Tensor
# Parts of rank 3 or more joined along axis 2, as atleast_3d makes them.
dstack(Tensor[] tensors) -> Tensor
# Parts of rank 2 or more joined along axis 1; a vector is a column.
column_stack(Tensor[] tensors) -> Tensor
# Each line repeated over the axes of the others; with indexing 'xy' the first two take each other's axis.
meshgrid(Tensor[]* tensors, *, str? indexing=None) -> Tensor[] [view]

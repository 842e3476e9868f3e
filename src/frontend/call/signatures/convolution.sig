title Convolutions, pooling and windows. Inputs are [batch, channels, spatial..] or without the batch. An int stands for itself along every spatial axis. 16-bit floats are summed in f32 and rounded once.

# Cross-correlation of windows with weight [out, channels / groups, kernel], plus bias [out]; padding with zeros.
nn.functional.conv1d(Tensor input, Tensor weight, Tensor? bias=None, int[] stride=1, int[] padding=0, int[] dilation=1, int groups=1) -> Tensor
# padding is 'valid' (none) or 'same' (the result is as long as the input; stride 1).
nn.functional.conv1d:padding(Tensor input, Tensor weight, Tensor? bias=None, int[] stride=1, str padding='valid', int[] dilation=1, int groups=1) -> Tensor
# As conv1d over two spatial axes; weight is [out, channels / groups, rows, columns].
nn.functional.conv2d(Tensor input, Tensor weight, Tensor? bias=None, int[] stride=1, int[] padding=0, int[] dilation=1, int groups=1) -> Tensor
# padding is 'valid' (none) or 'same' (the result is as large as the input; stride 1).
nn.functional.conv2d:padding(Tensor input, Tensor weight, Tensor? bias=None, int[] stride=1, str padding='valid', int[] dilation=1, int groups=1) -> Tensor
# Columns of windows: [batch, channels * kernel, windows].
nn.functional.unfold as functional_unfold(Tensor input, int[2] kernel_size, int[2] dilation=1, int[2] padding=0, int[2] stride=1) -> Tensor

## pooling; stride None is the kernel's size

# Means of windows; padding counts as zeros unless count_include_pad is false.
nn.functional.avg_pool1d(Tensor input, int[] kernel_size, int[]? stride=None, int[] padding=0, bool ceil_mode=False, bool count_include_pad=True) -> Tensor
# Means of windows; divisor_override divides instead of the count.
nn.functional.avg_pool2d(Tensor input, int[] kernel_size, int[]? stride=None, int[] padding=0, bool ceil_mode=False, bool count_include_pad=True, int? divisor_override=None) -> Tensor
# Means of output_size windows that cover the input evenly.
nn.functional.adaptive_avg_pool1d(Tensor input, int[] output_size) -> Tensor
# The same over two axes; None in output_size keeps an extent, which -1 stands for in C.
nn.functional.adaptive_avg_pool2d(Tensor input, int[2] output_size) -> Tensor
# Largest of windows; the gradient goes to the first of equals, or the last NaN, and never to padding.
nn.functional.max_pool1d(Tensor input, int[] kernel_size, int[]? stride=None, int[] padding=0, int[] dilation=1, bool ceil_mode=False, false return_indices=False) -> Tensor
# The same and where in the input's spatial axes, flattened, each was found.
nn.functional.max_pool1d:with_indices(Tensor input, int[] kernel_size, int[]? stride=None, int[] padding=0, int[] dilation=1, bool ceil_mode=False, true return_indices=True) -> (Tensor values, Tensor indices)
# Largest of windows over two axes.
nn.functional.max_pool2d(Tensor input, int[] kernel_size, int[]? stride=None, int[] padding=0, int[] dilation=1, bool ceil_mode=False, false return_indices=False) -> Tensor
# The same and where in the input's spatial axes, flattened, each was found.
nn.functional.max_pool2d:with_indices(Tensor input, int[] kernel_size, int[]? stride=None, int[] padding=0, int[] dilation=1, bool ceil_mode=False, true return_indices=True) -> (Tensor values, Tensor indices)

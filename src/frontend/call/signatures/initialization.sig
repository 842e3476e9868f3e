title PyTorch's recipes for the first values of parameters: each writes input, of floats, in place and returns it. After the same kiln_manual_seed they draw from PyTorch's CPU generator what PyTorch does for a contiguous tensor: uniform recipes give its bits, normal ones its numbers within some ULP, as randn. No derivative flows through them.

# Uniform in [a, b).
nn.init.uniform_ as init_uniform_(Tensor input, float a=0.0, float b=1.0) -> Tensor
# Normal.
nn.init.normal_ as init_normal_(Tensor input, float mean=0.0, float std=1.0) -> Tensor
# Normal, drawn anew until all lie in [a, b]; where less than 0.3 of the normal does, uniform and accepted by its density.
nn.init.trunc_normal_ as init_trunc_normal_(Tensor input, float mean=0.0, float std=1.0, float a=-2.0, float b=2.0) -> Tensor
# Uniform in [-c, c), c = gain * sqrt(6 / (fan_in + fan_out)); of rank 2 or more: [out, in, ...] (Glorot and Bengio, 2010).
nn.init.xavier_uniform_ as init_xavier_uniform_(Tensor input, float gain=1.0) -> Tensor
# Normal with deviation gain * sqrt(2 / (fan_in + fan_out)).
nn.init.xavier_normal_ as init_xavier_normal_(Tensor input, float gain=1.0) -> Tensor
# Uniform in [-c, c), c = gain * sqrt(3 / fan), fan by mode 'fan_in' or 'fan_out', gain by nonlinearity: 'linear', 'sigmoid', 'tanh', 'relu', 'selu', or 'leaky_relu' of slope a (He et al., 2015).
nn.init.kaiming_uniform_ as init_kaiming_uniform_(Tensor input, float a=0.0, str mode='fan_in', str nonlinearity='leaky_relu') -> Tensor
# Normal with deviation gain / sqrt(fan).
nn.init.kaiming_normal_ as init_kaiming_normal_(Tensor input, float a=0.0, str mode='fan_in', str nonlinearity='leaky_relu') -> Tensor
# Orthonormal rows or columns, whichever are fewer, times gain; axes from the second on are one. f32 or f64; PyTorch's within its rounding (Saxe et al., 2013).
nn.init.orthogonal_ as init_orthogonal_(Tensor input, float gain=1.0) -> Tensor
# Ones on the diagonal of a matrix, zeros elsewhere; any dtype.
nn.init.eye_ as init_eye_(Tensor input) -> Tensor
# One number; any dtype that holds it.
nn.init.constant_ as init_constant_(Tensor input, Scalar val) -> Tensor
# Zeros; any dtype.
nn.init.zeros_ as init_zeros_(Tensor input) -> Tensor
# Ones; any dtype.
nn.init.ones_ as init_ones_(Tensor input) -> Tensor

title Trigonometric and hyperbolic functions, angles in radians. Integers and bools are taken as f32.

# Sine.
sin(Tensor input) -> Tensor [inplace]
# Cosine.
cos(Tensor input) -> Tensor [inplace]
# Tangent.
tan(Tensor input) -> Tensor [inplace]
# Inverse sine.
asin(Tensor input) -> Tensor [inplace]
# Inverse cosine.
acos(Tensor input) -> Tensor [inplace]
# Inverse tangent.
atan(Tensor input) -> Tensor [inplace]
# The angle of the point (other, input).
atan2(Tensor input, Tensor other) -> Tensor [inplace]
# Hyperbolic sine.
sinh(Tensor input) -> Tensor [inplace]
# Hyperbolic cosine.
cosh(Tensor input) -> Tensor [inplace]
# Hyperbolic tangent.
tanh(Tensor input) -> Tensor [inplace]
# Inverse hyperbolic sine.
asinh(Tensor input) -> Tensor [inplace]
# Inverse hyperbolic cosine.
acosh(Tensor input) -> Tensor [inplace]
# Inverse hyperbolic tangent.
atanh(Tensor input) -> Tensor [inplace]
# sin(pi input) / (pi input), 1 at 0.
sinc(Tensor input) -> Tensor [inplace]
# Degrees as radians.
deg2rad(Tensor input) -> Tensor [inplace]
# Radians as degrees.
rad2deg(Tensor input) -> Tensor [inplace]

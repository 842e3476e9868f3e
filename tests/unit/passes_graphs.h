/* SPDX-License-Identifier: Apache-2.0
 * The graphs whose number of steps is a promise, as the frontend records them. Used by
 * test_passes.c. */

static const char softmax_text[] = /* forward; the derivative is taken of it */
    "kiln 1\n%x = input f32[64,1000]\n%d = input f32[64,1000]\n"
    "%m = rmax f32[64,1] %x {first=1 end=2}\n%m1 = detach f32[64,1] %m\n%m2 = expand f32[64,1000] "
    "%m1\n"
    "%s = sub f32[64,1000] %x %m2\n%e = exp f32[64,1000] %s\n%t = sum f32[64,1] %e {first=1 "
    "end=2}\n"
    "%t1 = expand f32[64,1000] %t\n%y = div f32[64,1000] %e %t1\noutput \"y\" %y\n";

static const char layer_norm_text[] =
    "kiln 1\n%x = input f32[512,256]\n%d = input f32[512,256]\n%w = input f32[256]\n%b = input "
    "f32[256]\n"
    "%n = const f32 256\n%eps = const f32 1e-5\n"
    "%s = sum f32[512,1] %x {first=1 end=2}\n%m = div f32[512,1] %s %n\n%m1 = expand f32[512,256] "
    "%m\n"
    "%c = sub f32[512,256] %x %m1\n%q = mul f32[512,256] %c %c\n%v = sum f32[512,1] %q {first=1 "
    "end=2}\n"
    "%v1 = div f32[512,1] %v %n\n%v2 = add f32[512,1] %v1 %eps\n%r = sqrt f32[512,1] %v2\n"
    "%one = const f32 1\n%i = div f32[512,1] %one %r\n%i1 = expand f32[512,256] %i\n"
    "%h = mul f32[512,256] %c %i1\n"
    "%w1 = reshape f32[1,256] %w\n%w2 = expand f32[512,256] %w1\n%b1 = reshape f32[1,256] %b\n"
    "%b2 = expand f32[512,256] %b1\n%a = mul f32[512,256] %h %w2\n%y = add f32[512,256] %a %b2\n"
    "output \"y\" %y\n";

static const char cross_entropy_text[] =
    "kiln 1\n%x = input f32[256,100]\n%l = input i64[256]\n"
    "%m = rmax f32[256,1] %x {first=1 end=2}\n%m1 = detach f32[256,1] %m\n%m2 = expand "
    "f32[256,100] %m1\n"
    "%s = sub f32[256,100] %x %m2\n%e = exp f32[256,100] %s\n%t = sum f32[256,1] %e {first=1 "
    "end=2}\n"
    "%k = iota i64[256,100] {axis=1}\n%l1 = reshape i64[256,1] %l\n%l2 = expand i64[256,100] %l1\n"
    "%hit = eq bool[256,100] %k %l2\n%zero = const f32 0\n%p = select f32[256,100] %hit %s %zero\n"
    "%p1 = sum f32[256,1] %p {first=1 end=2}\n%g = log f32[256,1] %t\n%r = sub f32[256,1] %g %p1\n"
    "%u = sum f32[1,1] %r {first=0 end=2}\n%u1 = reshape f32 %u\n%n = scalar f32 256\n"
    "%loss = div f32 %u1 %n\noutput \"loss\" %loss\n";

/* Two linear layers with relu between, mean of squares, gradients of four parameters. */
static const char mlp_text[] =
    "kiln 1\n%x = input f32[128,64]\n%w1 = input f32[64,96]\n%b1 = input f32[96]\n%w2 = input "
    "f32[96,10]\n"
    "%b2 = input f32[10]\n%y = input f32[128,10]\n"
    "%a = matmul f32[128,96] %x %w1\n%c = reshape f32[1,96] %b1\n%c1 = expand f32[128,96] %c\n"
    "%d = add f32[128,96] %a %c1\n%zero = const f32 0\n%neg = le bool[128,96] %d %zero\n"
    "%h = select f32[128,96] %neg %zero %d\n"
    "%o = matmul f32[128,10] %h %w2\n%f = reshape f32[1,10] %b2\n%f1 = expand f32[128,10] %f\n"
    "%p = add f32[128,10] %o %f1\n%q = sub f32[128,10] %p %y\n%q2 = mul f32[128,10] %q %q\n"
    "%u = sum f32[1,1] %q2 {first=0 end=2}\n%loss = reshape f32 %u\noutput \"loss\" %loss\n";

static const char gelu_text[] =
    "kiln 1\n%x = input f32[64,64]\n%d = input f32[64,64]\n%k = const f32 0.044715\n"
    "%c = const f32 0.797884561\n"
    "%half = const f32 0.5\n%one = const f32 1\n%x2 = mul f32[64,64] %x %x\n%x3 = mul f32[64,64] "
    "%x2 %x\n"
    "%a = mul f32[64,64] %x3 %k\n%b = add f32[64,64] %x %a\n%e = mul f32[64,64] %b %c\n"
    "%t = tanh f32[64,64] %e\n"
    "%f = add f32[64,64] %t %one\n%h = mul f32[64,64] %x %half\n%y = mul f32[64,64] %h %f\noutput "
    "\"y\" %y\n";

/* Bias correction from the step number, as arithmetic on scalars. */
static const char adam_text[] =
    "kiln 1\n%p = input f32[300,70]\n%g = input f32[300,70]\n%m = input f32[300,70]\n%v = input "
    "f32[300,70]\n"
    "%t = scalar f32 10\n%lr = scalar f32 1e-3\n%b1 = scalar f32 0.9\n%b2 = scalar f32 0.999\n"
    "%eps = scalar f32 1e-8\n"
    "%one = const f32 1\n%k1 = sub f32 %one %b1\n%k2 = sub f32 %one %b2\n"
    "%m1 = mul f32[300,70] %m %b1\n%m2 = mul f32[300,70] %g %k1\n%m3 = add f32[300,70] %m1 %m2\n"
    "%v1 = mul f32[300,70] %v %b2\n%g2 = mul f32[300,70] %g %g\n%v2 = mul f32[300,70] %g2 %k2\n"
    "%v3 = add f32[300,70] %v1 %v2\n%c1 = pow f32 %b1 %t\n%c2 = sub f32 %one %c1\n%d1 = pow f32 "
    "%b2 %t\n"
    "%d2 = sub f32 %one %d1\n%r = div f32 %lr %c2\n%v4 = div f32[300,70] %v3 %d2\n%s = sqrt "
    "f32[300,70] %v4\n"
    "%s1 = add f32[300,70] %s %eps\n%u = div f32[300,70] %m3 %s1\n%u1 = mul f32[300,70] %u %r\n"
    "%q = sub f32[300,70] %p %u1\noutput %q\noutput %m3\noutput %v3\n";

/* SPDX-License-Identifier: Apache-2.0
 * One row a simplification rule: a graph on which it fires and one on which it must not. The node
 * under test is the last one. Used by test_simplify.c, which puts the inputs %x %y f32[6], %i
 * i32[6], %c bool[6] and %m f32[2,3] before each. */
#define E "%e = exp f32[6] %x\n" /* its NaNs are canonical */
#define ONE "%1 = const f32 1\n"
#define TWO "%1 = const f32 2\n"
#define ZERO "%0 = const f32 0\n"
#define ZEROS ZERO "%one = reshape f32[1] %0\n%z = expand f32[6] %one\n"
#define PART "%p = slice f32[2] %y {start=1 step=1}\n" /* zeros of both signs */
#define TWO_PARTS                                                                                  \
    PART "%v = update f32[6] %x %p {start=3 step=1}\n%w = update f32[6] %v %p {start=1 step=1}\n"
#define IZERO "%0 = const i32 0\n"
#define IONE "%1 = const i32 1\n"

static const struct {
    const char *rule, *fires, *declines;
} simplify_cases[] = {
    {"mul_one", E ONE "%r = mul f32[6] %1 %e\n", ONE "%r = mul f32[6] %x %1\n"},
    {"mul_minus_one", "%1 = const f32 -1\n%r = mul f32[6] %x %1\n",
     "%u = cast u8[6] %i\n%1 = const u8 255\n%r = mul u8[6] %u %1\n"},
    {"mul_zero", IZERO "%r = mul i32[6] %i %0\n", ZERO "%r = mul f32[6] %x %0\n"},
    {"div_one", E ONE "%r = div f32[6] %e %1\n", E ONE "%r = div f32[6] %1 %e\n"},
    {"div_power", "%8 = const f32 -8\n%r = div f32[6] %x %8\n",
     "%3 = const f32 3\n%r = div f32[6] %x %3\n"},
    {"idiv_one", IONE "%r = idiv i32[6] %i %1\n", IONE "%r = idiv i32[6] %1 %i\n"},
    {"sub_zero", E ZERO "%r = sub f32[6] %e %0\n",
     E "%0 = const f32 -0x0p+0\n%r = sub f32[6] %e %0\n"},
    {"add_zero", IZERO "%r = add i32[6] %0 %i\n", ZERO E "%r = add f32[6] %e %0\n"},
    {"add_negative_zero",
     E "%0 = const f32 -0x0p+0\n"
       "%r = add f32[6] %e %0\n",
     E ZERO "%r = add f32[6] %e %0\n"},
    {"add_neg", "%n = neg f32[6] %y\n%r = add f32[6] %n %x\n",
     "%n = abs f32[6] %y\n%r = add f32[6] %n %x\n"},
    {"sub_neg", "%n = neg f32[6] %y\n%r = sub f32[6] %x %n\n",
     "%n = neg f32[6] %x\n%r = sub f32[6] %n %y\n"},
    {"neg_neg", E "%n = neg f32[6] %e\n%r = neg f32[6] %n\n",
     "%n = neg f32[6] %x\n%r = neg f32[6] %n\n"},
    {"abs_neg", "%n = neg f32[6] %x\n%r = abs f32[6] %n\n",
     "%n = floor f32[6] %x\n%r = abs f32[6] %n\n"},
    {"abs_abs", "%n = abs f32[6] %x\n%r = abs f32[6] %n\n",
     "%n = sign f32[6] %x\n%r = abs f32[6] %n\n"},
    {"max_same", E "%r = max f32[6] %e %e\n", "%r = max f32[6] %x %x\n"},
    {"min_same", E "%r = min f32[6] %e %e\n", E "%r = min f32[6] %e %x\n"},
    {"and_same", "%r = and i32[6] %i %i\n", IONE "%r = and i32[6] %i %1\n"},
    {"or_same", "%r = or bool[6] %c %c\n", IONE "%r = or i32[6] %i %1\n"},
    {"not_not", "%n = not i32[6] %i\n%r = not i32[6] %n\n",
     "%n = neg i32[6] %i\n%r = not i32[6] %n\n"},
    {"shl_zero", IZERO "%r = shl i32[6] %i %0\n", IZERO "%r = shl i32[6] %0 %i\n"},
    {"shr_zero", IZERO "%r = shr i32[6] %i %0\n", IONE "%r = shr i32[6] %i %1\n"},
    {"select_true", "%t = const bool true\n%r = select f32[6] %t %x %y\n",
     "%r = select f32[6] %c %x %y\n"},
    {"select_false", "%t = const bool false\n%r = select f32[6] %t %x %y\n",
     "%t = const bool true\n%r = select f32[6] %t %x %y\n"},
    {"select_same", "%r = select f32[6] %c %x %x\n", "%r = select f32[6] %c %y %x\n"},
    {"select_not", "%n = not bool[6] %c\n%r = select f32[6] %n %x %y\n",
     "%r = select f32[6] %c %x %y\n"},
    {"cast_same", E "%r = cast f32[6] %e\n", "%r = cast f32[6] %x\n"},
    {"cast_back", E "%w = cast f64[6] %e\n%r = cast f32[6] %w\n",
     E "%w = cast i32[6] %e\n"
       "%r = cast f32[6] %w\n"},
    {"cast_twice", "%w = cast i64[6] %i\n%r = cast f32[6] %w\n",
     "%w = cast f32[6] %i\n"
     "%r = cast f64[6] %w\n"},
    {"slope", "%r = slope f32[6] %x %y %y\n", NULL},
    {"slope_over", "%r = slope_over f32[6] %x %y %y\n", NULL},
    {"detach", "%r = detach f32[6] %x\n", NULL},
    {"reshape_same", "%r = reshape f32[2,3] %m\n", "%r = reshape f32[3,2] %m\n"},
    {"reshape_twice", "%a = reshape f32[3,2] %m\n%r = reshape f32[6] %a\n",
     "%a = permute f32[3,2] %m {perm=1,0}\n%r = reshape f32[6] %a\n"},
    {"reshape_splat",
     ONE "%a = reshape f32[1] %1\n%b = expand f32[6] %a\n%r = reshape f32[2,3] %b\n",
     ONE "%r = reshape f32[1,1] %1\n"},
    {"permute_none", "%r = permute f32[2,3] %m {perm=0,1}\n",
     "%r = permute f32[3,2] %m {perm=1,0}\n"},
    {"permute_twice", "%a = permute f32[3,2] %m {perm=1,0}\n%r = permute f32[2,3] %a {perm=1,0}\n",
     "%a = reshape f32[3,2] %m\n%r = permute f32[2,3] %a {perm=1,0}\n"},
    {"permute_units", "%a = reshape f32[2,1,3] %m\n%r = permute f32[1,2,3] %a {perm=1,0,2}\n",
     "%a = reshape f32[2,1,3] %m\n%r = permute f32[3,1,2] %a {perm=2,1,0}\n"},
    {"permute_splat",
     ONE "%a = reshape f32[1,1] %1\n%b = expand f32[2,3] %a\n%r = permute f32[3,2] %b {perm=1,0}\n",
     "%a = reshape f32[6,1] %x\n%b = expand f32[6,2] %a\n%r = permute f32[2,6] %b {perm=1,0}\n"},
    {"expand_same", "%r = expand f32[2,3] %m\n",
     "%a = reshape f32[6,1] %x\n%r = expand f32[6,4] %a\n"},
    {"expand_twice",
     "%a = reshape f32[6,1,1] %x\n%b = expand f32[6,4,1] %a\n%r = expand f32[6,4,5] %b\n",
     "%a = reshape f32[6,1] %x\n%r = expand f32[6,4] %a\n"},
    {"slice_whole", "%r = slice f32[6] %x {start=0 step=1}\n",
     "%r = slice f32[6] %x {start=5 step=-1}\n"},
    {"slice_twice",
     "%a = slice f32[5] %x {start=5 step=-1}\n%r = slice f32[2] %a {start=1 step=3}\n",
     "%r = slice f32[3] %x {start=0 step=2}\n"},
    {"slice_splat",
     ONE "%a = reshape f32[1] %1\n%b = expand f32[6] %a\n"
         "%r = slice f32[2] %b {start=1 step=2}\n",
     "%r = slice f32[2] %x {start=1 step=2}\n"},
    {"slice_update", TWO_PARTS "%r = slice f32[2] %w {start=3 step=1}\n",
     TWO_PARTS "%r = slice f32[3] %w {start=1 step=1}\n"},
    {"slice_update", TWO_PARTS "%r = slice f32[2] %w {start=1 step=1}\n",
     "%p = slice f32[2] %y {start=0 step=1}\n"
     "%w = update f32[6] %x %p {start=0 step=2}\n%r = slice f32[2] %w {start=1 step=2}\n"},
    {"slice_update",
     ZEROS PART
     "%w = update f32[6] %z %p {start=0 step=4}\n%r = slice f32[2] %w {start=1 step=4}\n",
     ZEROS PART
     "%w = update f32[6] %z %p {start=0 step=4}\n%r = slice f32[2] %w {start=1 step=3}\n"},
    {"update_nothing",
     "%p = slice f32[0] %y {start=0 step=1}\n%r = update f32[6] %x %p {start=0 step=1}\n",
     TWO_PARTS},
    {"update_twice",
     "%s = slice f32[3] %x {start=5 step=-2}\n" PART "%u = update f32[3] %s %p {start=2 step=-1}\n"
     "%r = update f32[6] %x %u {start=5 step=-2}\n",
     "%s = slice f32[3] %x {start=5 step=-2}\n" PART
     "%u = update f32[3] %s %p {start=2 step=-1}\n%r = update f32[6] %x %u {start=4 step=-2}\n"},
    {"update_turned",
     "%t = permute f32[3,2] %m {perm=1,0}\n%p = slice f32[2] %y {start=0 step=1}\n%q = reshape "
     "f32[1,2] %p\n"
     "%r = update f32[3,2] %t %q {start=2,1 step=1,-1}\n",
     "%p = slice f32[2] %y {start=0 step=1}\n%q = reshape f32[1,2] %p\n"
     "%r = update f32[2,3] %m %q {start=1,1 step=1,-1}\n"},
    {"add_update", E ZEROS "%u = update f32[6] %z %y {start=5 step=-1}\n%r = add f32[6] %u %e\n",
     ZEROS PART "%u = update f32[6] %z %p {start=1 step=1}\n%r = add f32[6] %u %x\n"},
    {"add_update",
     "%e = abs f32[6] %x\n" ZEROS PART
     "%u = update f32[6] %z %p {start=4 step=-3}\n%r = add f32[6] %e %u\n",
     "%n = neg f32[6] %x\n" ZEROS PART
     "%u = update f32[6] %z %p {start=1 step=1}\n%r = add f32[6] %u %n\n"},
    {"add_updates",
     ZEROS PART "%a = update f32[6] %z %p {start=1 step=3}\n%u = update f32[6] %z %p {start=2 "
                "step=3}\n%r = add f32[6] %a %u\n",
     ZEROS PART "%a = update f32[6] %z %p {start=1 step=3}\n%u = update f32[6] %z %p {start=3 "
                "step=1}\n%r = add f32[6] %a %u\n"},
    {"add_updates",
     ZEROS PART "%n = neg f32[2] %p\n%a = update f32[6] %z %p {start=1 step=3}\n%u = update f32[6] "
                "%z %n {start=1 step=3}\n"
                "%r = add f32[6] %a %u\n",
     ZEROS PART
     "%a = update f32[6] %x %p {start=1 step=3}\n%u = update f32[6] %z %p {start=1 step=3}\n"
     "%r = add f32[6] %a %u\n"},
    {"add_zero_plus", E ZERO "%r = add f32[6] %e %0\n",
     ZERO "%n = neg f32[6] %x\n%r = add f32[6] %n %0\n"},
    {"update_whole", "%r = update f32[6] %x %y {start=0 step=1}\n",
     "%r = update f32[6] %x %y {start=5 step=-1}\n"},
    {"sum_one", "%a = reshape f32[6,1] %x\n%r = sum f32[6,1] %a {first=1 end=2}\n",
     "%r = sum f32[1] %x {first=0 end=1}\n"},
    {"sum_one_int", "%a = reshape i32[6,1] %i\n%r = sum i32[6,1] %a {first=1 end=2}\n",
     "%r = sum i32[1] %i {first=0 end=1}\n"},
    {"prod_one", E "%a = reshape f32[6,1] %e\n%r = prod f32[6,1] %a {first=1 end=2}\n",
     "%a = reshape f32[6,1] %x\n%r = prod f32[6,1] %a {first=1 end=2}\n"},
    {"rmax_one", E "%r = rmax f32[6] %e {first=0 end=0}\n",
     "%r = rmax f32[6] %x {first=0 end=0}\n"},
    {"rmin_one", E "%r = rmin f32[6] %e {first=1 end=1}\n",
     E "%r = rmin f32[1] %e {first=0 end=1}\n"},
    {"prod_one_nan", "%r = prod f32[6] %x {first=0 end=0}\n",
     "%r = prod f32[1] %x {first=0 end=1}\n"},
    {"rmax_one_nan", "%r = rmax f32[6] %x {first=0 end=0}\n",
     "%r = rmax f32[1] %x {first=0 end=1}\n"},
    {"rmin_one_nan", "%r = rmin f32[6] %x {first=0 end=0}\n",
     "%r = rmin f32[1] %x {first=0 end=1}\n"},
    {"sum_zero",
     ZERO "%a = reshape f32[1] %0\n%b = expand f32[9] %a\n%r = sum f32[1] %b {first=0 end=1}\n",
     ONE "%a = reshape f32[1] %1\n%b = expand f32[9] %a\n%r = sum f32[1] %b {first=0 end=1}\n"},
    {"sum_empty",
     "%a = slice f32[2,0] %m {start=0,0 step=1,1}\n%r = sum f32[2,1] %a {first=1 end=2}\n",
     "%a = slice f32[0,3] %m {start=0,0 step=1,1}\n%r = sum f32[0,1] %a {first=1 end=2}\n"},
    {"prod_empty",
     "%a = slice f32[2,0] %m {start=0,0 step=1,1}\n%r = prod f32[2,1] %a {first=1 end=2}\n",
     "%r = prod f32[2,1] %m {first=1 end=2}\n"},
    {"matmul_empty",
     "%a = slice f32[2,0] %m {start=0,0 step=1,1}\n%b = slice f32[0,3] %m {start=0,0 step=1,1}\n"
     "%r = matmul f32[2,3] %a %b\n",
     "%a = slice f32[0,3] %m {start=0,0 step=1,1}\n%b = slice f32[2,0] %m {start=0,0 step=1,1}\n"
     "%d = permute f32[3,0] %a {perm=1,0}\n%e = permute f32[0,2] %b {perm=1,0}\n"
     "%r = matmul f32[0,0] %a %d\n"},
};

#undef E
#undef ONE
#undef TWO
#undef ZERO
#undef IZERO
#undef IONE

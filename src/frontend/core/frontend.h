/* SPDX-License-Identifier: Apache-2.0
 * What the frontend's files call of one another: the fe_ functions, which record on node ids.
 * Public functions check handles, call fe_ functions, and wrap the result in a handle; composites
 * call fe_ functions only. */
#ifndef KN_FRONTEND_H
#define KN_FRONTEND_H

#include "frontend/core/session.h"

/* ---- error.c */
/* First failure wins; text "site: call: message". With s NULL it is the thread's, and that of the
 * session the thread used last. */
void fe_error(kiln_session *s, kiln_site at, const char *call, kiln_status status,
              const char *format, ...) __attribute__((format(printf, 5, 6)));
/* The end of a call whose reason may be in `why`: what was not told already becomes the session's
 * error, with that text or else the status's. Frees the text; the status again. */
kiln_status fe_told(kiln_session *s, kiln_site at, const char *call, kiln_status status,
                    kn_text *why);
kiln_tensor *fe_poison(kiln_session *s);
/* by this thread, which a later error without a session is told through */
void fe_note_use(const kiln_session *s);
/* NULL, which then means NO_MEMORY until a session could be opened */
kiln_session *fe_open_failed(void);
void fe_note_open(const kiln_session *s);
void fe_note_close(const kiln_session *s);
/* the thread's error without a session, if there is one, becomes that of s */
void fe_take_orphan(kiln_session *s);

/* ---- evidence/audit_door.c */
/* a finding; in strict mode nothing */
void fe_audit(kiln_session *s, rt_check check, kiln_site at, const char *call);
/* hardened: no other thread is in a call; false: an error of the thread's */
bool fe_alone(kiln_session *s, kiln_site at, const char *call);

/* ---- handle.c */
/* Starts recording a public call: every handle must be alive, of one session, not poisoned. NULL
 * when not, with the error set. */
kiln_session *fe_enter(kiln_site at, const char *call, kiln_tensor *const *tensors, size_t n);
kiln_session *fe_enter1(kiln_site at, const char *call, const kiln_tensor *a);
kiln_session *fe_enter2(kiln_site at, const char *call, const kiln_tensor *a, const kiln_tensor *b);
kiln_session *fe_enter_values(kiln_site at, const char *call, const kiln_value *v, size_t n);
kiln_session *fe_enter_session(kiln_site at, const char *call, kiln_session *s);
/* The poison that answers a failed fe_enter: of any session among the tensors. */
kiln_tensor *fe_poison_like(const kiln_tensor *a, const kiln_tensor *b);
const kiln_tensor *fe_first(kiln_list list); /* NULL where there is none */
/* A new handle in the innermost scope for a recorded value; poison when id is IR_NONE. */
kiln_tensor *fe_result(kiln_session *s, ir_id id);
kiln_tensor *fe_result_view(kiln_session *s, kiln_tensor *of, fe_view_kind kind, ir_id id,
                            const int64_t *a, const int64_t *b);
/* takes over one reference of view; the storage gains one */
kiln_tensor *fe_handle(kiln_session *s, fe_storage *st, fe_view *view);
kiln_tensor *fe_aliased(kiln_session *s, kiln_tensor *a);
void fe_storages_init(kiln_session *s);
fe_storage *fe_storage_new(kiln_session *s, kiln_dtype dtype, int rank, const int64_t *extent);
void fe_view_unref(kiln_session *s, fe_view *v);
void fe_storage_unref(kiln_session *s, fe_storage *st);
void fe_value_ends(kiln_session *s, fe_storage *st); /* it gets another value, or dies */
void fe_want(kiln_session *s, fe_storage *st);
void fe_unwant(kiln_session *s, fe_storage *st);
/* no handle of the session is valid from here on */
void fe_close_slots(kiln_session *s);
void fe_drop(kiln_session *s, kiln_tensor *t);      /* releases a live handle */
bool fe_good_axes(kiln_session *s, kiln_axes axes); /* not null where it names any */
/* normalises; error when out of range */
bool fe_axis(kiln_session *s, int axis, int rank, int *out);

/* ---- gradient.c */
/* what a wrt that no path leads to gets */
typedef enum fe_no_path { FE_UNUSED_ERROR, FE_UNUSED_ZEROS, FE_UNUSED_NULL } fe_no_path;
kiln_status fe_gradients(kiln_site at, const char *call, kiln_tensor *loss, kiln_list wrt,
                         fe_no_path unused, kiln_tensor **out);

/* ---- transaction.c */
/* From fe_begin to fe_end writes are remembered, and draws: when the call did not go well they are
 * taken back, and the handles it made dropped. */
void fe_begin(kiln_session *s);
void fe_end(kiln_session *s, bool well);
/* t, after fe_end: well when t is no poison */
kiln_tensor *fe_ended(kiln_session *s, kiln_tensor *t);
/* before a write; outside a transaction nothing. False: an error, in s->b */
bool fe_remember(kiln_session *s, kiln_tensor *a);

/* ---- parts.c */
/* filled with poison; count 0 and NULL without memory */
kiln_parts fe_parts_new(kiln_session *s, size_t count);
/* r, or nothing when any of it is poison: then the others are dropped */
kiln_parts fe_parts_done(kiln_session *s, kiln_parts r);
kiln_parts fe_parts_fail(void);
/* what s->b holds becomes the session's error */
kiln_parts fe_parts_refuse(kiln_session *s);
void fe_parts_free(kiln_session *s, size_t depth); /* those made in this scope or deeper */
/* both results, or poison when either is IR_NONE */
kiln_pair fe_pair(kiln_session *s, ir_id first, ir_id second);
kiln_pair fe_pair_fail(kiln_session *s);

/* ---- stale.c */
bool fe_note_call(kiln_session *s, const char *name); /* false: no memory */
/* id, or a copy of it where it is a storage's or a view's value already */
ir_id fe_own(kiln_session *s, ir_id id);
/* of the storage that had the value `id` and was written since */
ir_id fe_latest_value(const kiln_session *s, ir_id id);
kiln_status fe_note_write(kiln_session *s, ir_id before, ir_id part, ir_id after, ir_id from);
/* by s->staying: the graph is being compacted */
void fe_renumber_writes(kiln_session *s);
/* Whether PyTorch could still take that derivative, or a value it saved was overwritten:
 * KILN_STALE, in s->b. */
kiln_status fe_check_saved(kiln_session *s, const ir_id *roots, size_t nroots, const ir_id *wrt,
                           size_t nwrt);

/* ---- overlap.c */
typedef enum fe_sharing { FE_APART, FE_PARTLY, FE_SAME } fe_sharing;
bool fe_overlaps_itself(const kiln_tensor *a);
fe_sharing fe_shared(const kiln_tensor *a, const kiln_tensor *b);

/* ---- inplace.c */
/* Before the function whose in-place form `call` is: v[0] will be written, the others are read.
 * NULL when refused. */
kiln_session *fe_write_begin(kiln_site at, const char *call, const kiln_value *v, size_t n);
/* Makes `value`, of a's dtype and rank 0 or a's shape, the value of a's part of its storage.
 * `from`: as fe_write. Returns a, or poison. */
kiln_tensor *fe_store(kiln_session *s, kiln_tensor *a, ir_id value, ir_id from);
/* Writes `result`, just computed from a by the function the call is the in-place form of, over a,
 * and drops it. Shape must be a's, dtype castable to a's (torch.can_cast). Returns a, or poison;
 * poison is passed on. */
kiln_tensor *fe_write_back(kiln_site at, const char *call, kiln_tensor *a, kiln_tensor *result);
/* Makes `view`, just made of a by the function the call is the in-place form of, a's own look at
 * their storage, and drops it. Nothing is written, but PyTorch counts it as a write. Returns a, or
 * poison; poison is passed on. */
kiln_tensor *fe_view_back(kiln_site at, const char *call, kiln_tensor *a, kiln_tensor *view);

/* Host data of a's size over its elements; poison after an error. In a transaction it can be taken
 * back. */
kiln_tensor *fe_write_bytes(kiln_session *s, kiln_tensor *a, const void *data, size_t nbytes);

/* ---- ops/random/random.c: the session's generator as bytes, the same on every machine of one byte
 * order */
enum { FE_GENERATOR_BYTES = 624 * 4 + 16 };
bool fe_generator_get(kiln_session *s, void *bytes); /* false: no memory, in s->b */
bool fe_generator_good(const void *bytes);           /* whether they can be a state */
/* good ones; false: no memory, in s->b */
bool fe_generator_put(kiln_session *s, const void *bytes);

/* ---- device.c */
extern const char *const fe_devices[]; /* names; NULL ends */
bool fe_device_here(kiln_site at, const char *call, const kiln_tensor *t, kiln_session *s,
                    size_t argument);

/* ---- fault.c */
/* After an rt_run of s->eval_graph that failed: whether an op met an element it does not take,
 * which then is the session's error, at the line that recorded the op. `at` and `reason` tell what
 * asked for it. */
bool fe_fault(kiln_session *s, kiln_site at, const char *reason, kiln_status status);
const fe_origin *fe_origin_of(const kiln_session *s, ir_id id); /* NULL: no derivative made it */
bool fe_can_be_wrong(int op); /* has operands whose elements it may not take */
/* of the segment; IR_NONE where no op is known to be at fault */
ir_id fe_fault_node(const kiln_session *s);
const fe_call *fe_call_of(const kiln_session *s, ir_id id); /* NULL before the first */
/* "[1, 0]" of a row-major place */
void fe_add_position(kn_text *to, int rank, const int64_t *shape, int64_t at);

/* ---- slab.c */
void fe_slab_init(fe_slab *p, const kn_alloc *alloc, size_t each, size_t quarantine, bool lasting);
/* every object that was ever got */
void fe_slab_each(const fe_slab *p, void (*visit)(void *object));
void *fe_slab_get(fe_slab *p);
void *fe_slab_at(const fe_slab *p, size_t i); /* the object that was made as number i */
/* how many ever were; one got anew is the latest */
size_t fe_slab_made(const fe_slab *p);
void fe_slab_put(fe_slab *p, void *object);
void fe_slab_free(fe_slab *p);

/* ---- value.c */
/* The node that holds t's value now, recording what is needed to reach it (an input leaf, the steps
 * of a view). */
ir_id fe_node(kiln_session *s, kiln_tensor *t);
/* The node to compute for it: of a detached handle the one that was detached, so that what it
 * shares is computed once. */
ir_id fe_shown_node(kiln_session *s, kiln_tensor *t);
/* a's storage by view v, as if it were a handle: to find or look at its value. The caller's slot is
 * filled, and the handle is to that. */
typedef struct fe_slot {
    _Alignas(FE_SLOT) fe_tensor tensor;
} fe_slot;
kiln_tensor *fe_through(const kiln_tensor *a, fe_view *v, fe_slot *slot);
/* The step of v or under it whose elements strides count: that to another dtype; NULL for the
 * storage's own. Those lie in row-major order. */
fe_view *fe_ground(const fe_view *v);
fe_buffer *fe_buffer_new(kiln_session *s, size_t nbytes);
void fe_buffer_unref(kiln_session *s, fe_buffer *b);
/* takes over the data; NULL: no memory */
fe_buffer *fe_buffer_of(kiln_session *s, void *data, size_t nbytes);
void fe_attach(kiln_session *s, ir_id id, fe_buffer *b); /* the node's value is known */
/* it is not any more; the node's reference is the caller's */
fe_buffer *fe_detach(kiln_session *s, ir_id id);
fe_buffer *fe_value_of(const kiln_session *s, ir_id id); /* NULL when not computed */
/* v's part of base */
ir_id fe_apply_view(kiln_session *s, ir_id base, const fe_view *v);
/* base with v's part replaced */
ir_id fe_unapply_view(kiln_session *s, ir_id base, const fe_view *v, ir_id value);

/* ---- ops/make/creation.c */
/* A tensor of a copy of that data, whose size is checked; poison after an error. */
kiln_tensor *fe_from_bytes(kiln_session *s, const void *data, size_t nbytes, kiln_dtype dtype,
                           kiln_shape shape);
/* Zeros that are there at once, as host data is. */
kiln_tensor *fe_zeros_now(kiln_session *s, kiln_dtype dtype, kiln_shape shape);
/* Whether a tensor of that dtype and shape can be; numel is how many elements. */
bool fe_good_tensor(kiln_session *s, kiln_dtype dtype, kiln_shape shape, int64_t *numel);
/* Whether PyTorch would write the number to a tensor of that dtype; the error calls it `name`.
 * Tensors fit: they are cast. */
bool fe_number_fits(kiln_session *s, kiln_value v, kiln_dtype d, const char *name);
kiln_dtype fe_dtype_of_value(kiln_value v); /* what torch.tensor makes of it */

/* A product of strides and extents. What overflows is the step of an axis that is never stepped
 * along. */
static inline int64_t fe_stride_times(int64_t a, int64_t b) {
    int64_t product;
    return kn_mul_i64(a, b, &product) ? product : INT64_MAX;
}

/* ---- view.c: views by one step from a handle, in the innermost scope; poison after an error.
 * Arguments are checked but for their shapes. */
/* in elements, as torch.Tensor.stride; `room` for IR_MAX_RANK numbers */
const int64_t *fe_strides(const kiln_tensor *a, int64_t *room);
bool fe_is_contiguous(const kiln_tensor *a); /* torch.Tensor.is_contiguous */
/* fills v->stride and v->offset from the rest of v */
void fe_view_strides(fe_view *v, const kiln_tensor *of);
/* v over st, with as few steps as show the same: two of a kind are one, one that changes nothing is
 * none (then the parent, NULL for the storage itself), too many become strides over the ground.
 * Takes over the reference of v and gives one of the result. */
fe_view *fe_view_joined(kiln_session *s, fe_view *v, const fe_storage *st);
/* what torch.Tensor.view allows; as many elements */
bool fe_can_view(const kiln_tensor *a, int rank, const int64_t *extent);
/* a copy where no view can be */
kiln_tensor *fe_reshaped(kiln_session *s, kiln_tensor *a, int rank, const int64_t *extent);
/* axes of 1 more or less; the strides are those */
kiln_tensor *fe_regrouped(kiln_session *s, kiln_tensor *a, int rank, const int64_t *extent,
                          const int64_t *stride);
kiln_tensor *fe_permuted(kiln_session *s, kiln_tensor *a, const int *order);
/* of a's rank or more */
kiln_tensor *fe_expanded(kiln_session *s, kiln_tensor *a, int rank, const int64_t *extent);
kiln_tensor *fe_sliced(kiln_session *s, kiln_tensor *a, int axis, int64_t start, int64_t step,
                       int64_t length);
kiln_tensor *fe_selected(kiln_session *s, kiln_tensor *a, int axis, int64_t index);
/* `stride` and `offset` count row-major elements of a; `true_stride` is what fe_strides tells of
 * the view. */
kiln_tensor *fe_strided(kiln_session *s, kiln_tensor *a, int rank, const int64_t *extent,
                        const int64_t *stride, int64_t offset, const int64_t *true_stride);
/* Only to be made into another view: `a` is released, and `next` returned. */
kiln_tensor *fe_then(kiln_session *s, kiln_tensor *a, kiln_tensor *next);
/* fe_axis, where rank 0 has one axis */
bool fe_wrap(kiln_session *s, int axis, int rank, int *out);
/* not null, rank within bounds */
bool fe_good_shape(kiln_session *s, kiln_shape shape, const char *name);
void fe_row_major(int rank, const int64_t *extent, int64_t *stride);

/* ---- retype.c */
/* x's bytes as elements of dtype d; of that shape, which has as many bytes. */
ir_id fe_retype(kiln_session *s, ir_id x, kiln_dtype d, int rank, const int64_t *extent);

/* ---- segment.c */
enum { FE_COMPACT_LEAST = KN_TORTURED ? 16 : 256 }; /* nodes below which nothing is compacted */
void fe_segment_begin(kiln_session *s);
typedef void (*fe_visitor)(kiln_session *s, fe_tensor *t, void *user);
void fe_each_live(kiln_session *s, fe_visitor visit, void *user);
void fe_segment_free(kiln_session *s);
/* What nobody can reach goes, nodes and values, when that is worth while. No caller of the session
 * may hold the id of a node. */
void fe_compact_if_due(kiln_session *s, bool scope_closed);
void fe_compact(kiln_session *s);
void fe_flush_if_due(kiln_session *s); /* likewise */
/* its value, if it has one, is no handle's, or not any more */
void fe_note_stored(kiln_session *s, ir_id id);
/* Of the inputs of s->eval_graph, cut by s->cut, marks the large ones that nobody can ask for once
 * its roots, the first in s->roots, are computed. Without memory none. */
void fe_mark_dead(kiln_session *s, size_t nroots, uint8_t *dead, size_t ninputs);

/* ---- past.c: what survives its scope, and derivatives that would need what did not */
/* scope number `depth` has closed */
void fe_scope_passed(kiln_session *s, size_t depth, kiln_site opened);
/* A detached alias is about to be written; its history ends with the scope. */
kiln_status fe_note_writer(kiln_session *s, kiln_tensor *t);
/* its current value, the scope that is open */
void fe_may_outlive(kiln_session *s, fe_storage *st);
/* it does not outlive it after all */
void fe_stays(kiln_session *s, fe_storage *st);
void fe_past_unref(kiln_session *s, fe_past *p);
/* A parameter moves to another storage: of what closed scopes made of its value a derivative by
 * that one is refused from here on. */
void fe_past_moved(kiln_session *s, const fe_storage *from, const fe_storage *to);
/* Derivatives end at its value, a node of the segment, from here on: an optimiser is made. */
void fe_past_leaf(kiln_session *s, fe_storage *st);
/* node `leaf` stands for st's value */
kiln_status fe_note_leaf(kiln_session *s, ir_id leaf, fe_storage *st);
/* NULL where there is none */
fe_past *fe_past_of(const kiln_session *s, ir_id id);
/* NO_DERIVATIVE, in s->b, where a way from the roots to a wrt leads through a closed scope. */
kiln_status fe_check_past(kiln_session *s, const ir_id *roots, size_t nroots, kiln_list wrt);

/* ---- training/params_name.c: what the user calls the elements of a recorded value */
typedef struct fe_names {
    /* offsets among the value's elements: negative where it begins within the parameter */
    kiln_trace_parameter *name;
    size_t count, cap;
} fe_names;
/* Adds those of node `id`: parameters of sets and the state of optimisers, by offset, each by one
 * of its names. They are the sets' texts. Or NO_MEMORY. */
kiln_status fe_names_add(const kiln_session *s, ir_id id, fe_names *to);
void fe_names_free(const kiln_session *s, fe_names *names);
enum { FE_PARAMETER_TEXT = 300 };
/* `before` and then: parameter "fc.weight", or the first of them "and N others"; "" for none. In
 * buf, for messages. */
const char *fe_parameter_text(const kiln_session *s, ir_id id, const char *before, char *buf,
                              size_t size);

/* ---- foresee.c: places in the program whose values were computed twice */
/* at its first computing; together with what is asked before it */
typedef enum fe_foresight { FE_STORE = 1, FE_COMPUTE = 2 } fe_foresight;
/* Adds to s->roots what is better computed or stored now; s->cut.needed is what the *n roots need,
 * the first nasked of which were asked for. */
kiln_status fe_foresee(kiln_session *s, size_t *n, size_t nasked, kiln_site at);
void fe_asked(kiln_session *s, fe_storage *st); /* it was foreseen rightly */
/* it dies, and nobody asked for it */
void fe_unforeseen(kiln_session *s, fe_storage *st);

/* ---- evidence/trace.c, trace_steps.c */
/* Writes the trace of s->eval_graph, just cut out, whose inputs these are: computes it for that. */
typedef struct fe_trace_what {
    const char *path, *reason;
    kiln_site at;
    void *const *inputs;
    const char *const *names; /* of the graph's outputs; NULL: none */
    const kiln_trace_options *options;
} fe_trace_what;
const char *fe_wrong_trace_options(const kiln_trace_options *o); /* NULL: nothing */
kiln_status fe_trace_write(kiln_session *s, const fe_trace_what *what, kn_text *why);
/* before an evaluation, when its inputs are bound; CANCELLED or OK */
kiln_status fe_trace_step(kiln_session *s, kiln_site at);
void fe_trace_steps_end(kiln_session *s);

/* ---- training/params.c */
void fe_params_close(kiln_session *s); /* its sets, and optimisers, have no session from here on */

/* ---- training/optimizer_state.c */
/* "step" of all states is up to date; false: an error */
bool fe_optimizers_tell_steps(kiln_session *s, kiln_site at);

/* ---- input_window.c: s->cut.needed is what the sorted roots need */
/* a slice, and from which of the operand's elements on */
bool fe_in_one_piece(const ir_graph *g, ir_id id, int64_t *offset);
void fe_take_windows(kiln_session *s, size_t nroots);
void fe_drop_windows(kiln_session *s);

/* ---- evaluate.c */
kiln_status fe_evaluate(kiln_session *s, kiln_site at, const char *reason,
                        kiln_tensor *const *asked, size_t n);
/* computed elements, contiguous; NULL on failure */
fe_buffer *fe_data(kiln_session *s, kiln_site at, const char *reason, kiln_tensor *t);
/* The one element of t, or of a recorded value, computed now: a float, an int or a bool by its
 * dtype. False on failure. */
bool fe_element(kiln_session *s, kiln_site at, const char *reason, kiln_tensor *t,
                kiln_value *value);
bool fe_element_of(kiln_session *s, kiln_site at, ir_id id, kiln_value *value);
kiln_status fe_extract_for(kiln_session *s, kiln_tensor *const *asked, size_t n);
/* to s->eval_graph; inputs: what has a value */
kiln_status fe_extract_pending(kiln_session *s, kiln_tensor *const *asked, size_t n);
/* What is pending, and those nodes; whatever is wrong among them is left out. Errors stay untold.
 */
kiln_status fe_evaluate_nodes(kiln_session *s, kiln_site at, const char *reason, ir_id *nodes,
                              size_t n);
kiln_status fe_add_root(kiln_session *s, size_t *n, ir_id id);
void fe_storage_computed(kiln_session *s, fe_storage *st); /* where its node is */

/* ---- record.c: everything below works on node ids, returns IR_NONE after an error (s->b holds
 * it), and passes IR_NONE on. */
static inline kiln_dtype fe_dtype(const kiln_session *s, ir_id a) {
    return (kiln_dtype)ir_at(&s->g, a)->dtype;
}
static inline int fe_rank(const kiln_session *s, ir_id a) { return ir_at(&s->g, a)->rank; }
bool fe_is_float(kiln_dtype d);
ir_id fe_const(kiln_session *s, kiln_dtype d, double value);
ir_id fe_number(kiln_session *s, kiln_dtype d, double value); /* a run-time scalar */
/* a number, or a live tensor of this session; else BAD_HANDLE */
bool fe_usable(kiln_session *s, kiln_value v, const char *name);
ir_id fe_value_node(kiln_session *s, kiln_value v, kiln_dtype number_dtype);
kiln_dtype fe_promote(const kiln_value *v, int n);
kiln_dtype fe_wider(kiln_dtype a, kiln_dtype b); /* torch.promote_types */
/* what a composite of that dtype is computed in: f32 for halves */
kiln_dtype fe_opmath(kiln_dtype d);
kiln_dtype fe_promote_ids(kiln_session *s, ir_id a, ir_id b);
/* Most are to the dtype that is there: every recorded operand comes this way. */
static inline ir_id fe_cast(kiln_session *s, ir_id a, kiln_dtype d) {
    return a == IR_NONE || ir_at(&s->g, a)->dtype == d ? a : ir_cast(&s->b, a, d);
}
/* A value that promotes to `d`, in the dtype of computing: numbers and rank-0 tensors are not
 * rounded to d on the way. */
ir_id fe_operand(kiln_session *s, kiln_value v, kiln_dtype d, kiln_dtype computing);
ir_id fe_real(kiln_session *s, ir_id a); /* integers and bools as f32 */
/* the common shape, or an error */
bool fe_broadcast(kiln_session *s, const ir_id *ids, int n, int *rank, int64_t *extent);
/* right-aligned broadcast; rank 0 stays, maps repeat it */
ir_id fe_expand_to(kiln_session *s, ir_id a, int rank, const int64_t *extent);
/* the same, and rank 0 is repeated too */
ir_id fe_repeat_to(kiln_session *s, ir_id a, int rank, const int64_t *extent);
/* or BAD_DTYPE; a is called input */
bool fe_same_dtype(kiln_session *s, const kiln_tensor *a, const kiln_tensor *b, const char *second);
ir_id fe_map1(kiln_session *s, ir_op op, ir_id a);
ir_id fe_map2(kiln_session *s, ir_op op, ir_id a, ir_id b); /* broadcasts; dtypes must agree */
ir_id fe_map3(kiln_session *s, ir_op op, ir_id a, ir_id b, ir_id c);
static inline ir_id fe_add(kiln_session *s, ir_id a, ir_id b) { return fe_map2(s, IR_ADD, a, b); }
static inline ir_id fe_sub(kiln_session *s, ir_id a, ir_id b) { return fe_map2(s, IR_SUB, a, b); }
static inline ir_id fe_mul(kiln_session *s, ir_id a, ir_id b) { return fe_map2(s, IR_MUL, a, b); }
static inline ir_id fe_div(kiln_session *s, ir_id a, ir_id b) { return fe_map2(s, IR_DIV, a, b); }
static inline ir_id fe_where(kiln_session *s, ir_id c, ir_id a, ir_id b) {
    return fe_map3(s, IR_SELECT, c, a, b);
}
/* A constant or a run-time number of x's dtype. */
/* "f32[2,3]", in buf, for messages. */
static inline const char *fe_type_text(const kiln_tensor *t, char *buf, size_t size) {
    return ir_type_format((kiln_dtype)fe_of(t)->dtype, fe_of(t)->rank, fe_of(t)->extent, buf, size);
}
static inline ir_id fe_const_like(kiln_session *s, ir_id x, double v) {
    return x == IR_NONE ? x : fe_const(s, fe_dtype(s, x), v);
}
static inline ir_id fe_number_like(kiln_session *s, ir_id x, double v) {
    return x == IR_NONE ? x : fe_number(s, fe_dtype(s, x), v);
}
/* x brought up to what its dtype is computed in. */
static inline ir_id fe_wide(kiln_session *s, ir_id x) {
    return x == IR_NONE ? x : fe_cast(s, x, fe_opmath(fe_dtype(s, x)));
}
/* A derivative by formula, where PyTorch's is not what the ops of the value give: fe_still(y) is y
 * without its own derivative; fe_slope adds to y's derivative g * d with respect to x,
 * fe_slope_over g / d. One dtype; y of the result's shape, x and d too or of rank 0. x may be any
 * expression (a sum, an expand, another slope), computed only where its value is read; derivatives
 * of d itself come in with the second order. */
static inline ir_id fe_still(kiln_session *s, ir_id y) { return fe_map1(s, IR_DETACH, y); }
static inline ir_id fe_slope(kiln_session *s, ir_id y, ir_id x, ir_id d) {
    return fe_map3(s, IR_SLOPE, y, x, d);
}
static inline ir_id fe_slope_over(kiln_session *s, ir_id y, ir_id x, ir_id d) {
    return fe_map3(s, IR_SLOPE_OVER, y, x, d);
}
/* any axes; splits into neighbour runs */
ir_id fe_reduce(kiln_session *s, ir_op op, ir_id a, kiln_axes axes, bool keepdim);
/* one node, for what shares out gradients */
ir_id fe_reduce_whole(kiln_session *s, ir_op op, ir_id a, kiln_axes axes, bool keepdim);
/* which axes are named: each once, in range */
bool fe_mark_axes(kiln_session *s, ir_id a, kiln_axes axes, bool *reduced);
/* one axis, kept */
ir_id fe_reduce_last(kiln_session *s, ir_op op, ir_id a, int axis);
ir_id fe_drop_axes(kiln_session *s, ir_id a, const bool *drop);
int64_t fe_count_axes(kiln_session *s, ir_id a, kiln_axes axes);
ir_id fe_full(kiln_session *s, ir_id rank0, int rank, const int64_t *extent);
/* rank 0 as one element along an axis */
ir_id fe_line(kiln_session *s, ir_id a);
/* and back, where `like` has rank 0 */
ir_id fe_unline(kiln_session *s, ir_id a, const kiln_tensor *like);
/* that stretch of an axis */
ir_id fe_part(kiln_session *s, ir_id a, int axis, int64_t first, int64_t count);
ir_id fe_matmul(kiln_session *s, ir_id a, ir_id b);
/* indexing.c: x's last axes, taken as one, at those places: [the other axes.., places' shape].
 * Gradients of halves are rounded after every addition, in the order of the places. */
ir_id fe_read_places(kiln_session *s, ir_id x, int axes, ir_id places);
/* diagonal.c: the other axes first, then the diagonal */
ir_id fe_diagonal(kiln_session *s, ir_id x, int64_t offset, int dim1, int dim2);
/* arrange.c: along each axis marked */
ir_id fe_reversed(kiln_session *s, ir_id a, const bool *axis);
/* joining.c: one or more, of one dtype */
ir_id fe_join(kiln_session *s, const ir_id *parts, size_t n, int axis);

#endif

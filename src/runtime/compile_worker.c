/* SPDX-License-Identifier: Apache-2.0
 * The process that compiles, and its parent's side. A child of fork that answers questions over a
 * socket:
 *
 *     parent  [ number, symbol ] -> child: LLVM under the filter -> [ status, bytes of object, of
 *             text | both ]
 *
 * What comes back is bytes to be checked, as those of a file are. Called through compile_worker.h.
 * */
#include "runtime/compile_worker.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/io.h"
#include "runtime/engine.h"
#include "runtime/process.h"

enum { SYMBOL_NBYTES = 64, MOST_TEXT = 4096, CPU_SECONDS = 120, LOOK_MS = 1 };
#define MOST_OBJECT ((uint64_t)64 << 20)
#define MORE_MEMORY ((rlim_t)2 << 30) /* than the process has */

typedef struct question {
    uint32_t number;
    char symbol[SYMBOL_NBYTES];
} question;
typedef struct answer {
    uint32_t status, why_nbytes;
    uint64_t object_nbytes;
} answer;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(__x86_64__)
/* sanitizers ask the system for more than the filter lets through */
bool rt_compiler_possible(void) { return false; }
#else
bool rt_compiler_possible(void) { return true; }
#endif

/* ---- the child */

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define ALLOW(call)                                                                                \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_##call, 0, 1),                                        \
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define DENY(call)                                                                                 \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_##call, 0, 1),                                        \
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM)
/* Its first argument's low half must be `fd`. */
#define ALLOW_ON(call, fd)                                                                         \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_##call, 0, 4), LOAD(args[0]),                         \
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (fd), 0, 1),                                           \
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),                                              \
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS)
/* Its third argument, the rights of pages, may not have PROT_EXEC. */
#define ALLOW_DATA(call)                                                                           \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_##call, 0, 4), LOAD(args[2]),                         \
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 1, 0),                                     \
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),                                              \
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS)

/* What LLVM and malloc do without is refused; whatever else is asked for ends the process. */
static bool close_in(unsigned fd) {
    struct sock_filter filter[] = {
        LOAD(arch),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        LOAD(nr),
        ALLOW_ON(read, fd),
        ALLOW_ON(write, fd),
        ALLOW_DATA(mmap),
        ALLOW_DATA(mprotect),
        ALLOW(munmap),
        ALLOW(mremap),
        ALLOW(brk),
        ALLOW(madvise),
        ALLOW(futex),
        ALLOW(exit),
        ALLOW(exit_group),
        ALLOW(rt_sigprocmask),
        ALLOW(rt_sigaction),
        ALLOW(rt_sigreturn),
        ALLOW(sigaltstack),
        ALLOW(clock_gettime),
        ALLOW(sched_yield),
        ALLOW(getrandom),
        ALLOW(getpid),
        ALLOW(gettid),
        DENY(openat),
        DENY(newfstatat),
        DENY(readlink),
        DENY(sched_getaffinity),
        DENY(prlimit64),
        DENY(sysinfo),
        DENY(uname),
        DENY(getrusage),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
    };
    struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

static void set_limit(int what, rlim_t most) {
    struct rlimit l;
    if (getrlimit((__rlimit_resource_t)what, &l) != 0) return;
    l.rlim_cur = l.rlim_max == RLIM_INFINITY || most < l.rlim_max ? most : l.rlim_max;
    (void)setrlimit((__rlimit_resource_t)what, &l);
}

/* Pages of address space, from /proc/self/statm. */
static void limit_memory(void) {
    char text[64] = "";
    unsigned long long pages = 0;
    int fd = kn_io_open(AT_FDCWD, "/proc/self/statm", O_RDONLY | O_CLOEXEC, 0);
    if (fd < 0) return;
    if (kn_io_read(fd, text, sizeof text - 1, -1) > 0 && sscanf(text, "%llu", &pages) == 1)
        set_limit(RLIMIT_AS, (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE) + MORE_MEMORY);
    kn_io()->close(fd);
}

/* By read and write alone, which is all the filter lets through. */
static bool send_all(int fd, const void *bytes, size_t nbytes) {
    const char *p = bytes;
    for (ssize_t n; nbytes > 0; p += n, nbytes -= (size_t)n)
        if ((n = write(fd, p, nbytes)) <= 0) return false;
    return true;
}

static bool take_all(int fd, void *bytes, size_t nbytes) {
    char *p = bytes;
    for (ssize_t n; nbytes > 0; p += n, nbytes -= (size_t)n)
        if ((n = read(fd, p, nbytes)) <= 0) return false;
    return true;
}

static bool answer_one(const rt_compiler *c, int fd, const question *q, kn_text *object,
                       kn_text *why) {
    kn_text_clear(object);
    kn_text_clear(why);
    RT_PLANT(c->e, RT_PLANT_WORKER, NULL, q->number);
    kiln_status status =
        c->api->compile(kn_alloc_default(), c->specs[q->number], c->isa, q->symbol, object, why);
    if (status == KILN_OK && object->failed) status = KILN_NO_MEMORY;
    answer a = {.status = (uint32_t)status,
                .object_nbytes = status == KILN_OK ? object->len : 0,
                .why_nbytes = why->len < MOST_TEXT ? (uint32_t)why->len : MOST_TEXT};
    return send_all(fd, &a, sizeof a) && send_all(fd, object->data, a.object_nbytes) &&
           send_all(fd, why->data, a.why_nbytes);
}

static void *be_compiler(void *user) {
    const rt_compiler *c = user;
    kn_text object, why;
    question q;
    char ready = 1;
    kn_text_init(&object, kn_alloc_default());
    kn_text_init(&why, kn_alloc_default());
    limit_memory();
    set_limit(RLIMIT_CPU, CPU_SECONDS);
    set_limit(RLIMIT_CORE, 0);
    if (!close_in((unsigned)c->fd) || !send_all(c->fd, &ready, 1)) return NULL;
    while (take_all(c->fd, &q, sizeof q) && q.number < c->count &&
           q.symbol[SYMBOL_NBYTES - 1] == '\0')
        if (!answer_one(c, c->fd, &q, &object, &why)) break;
    syscall(SYS_exit_group, 0);
    return NULL;
}

/* ---- the parent */

/* Until `nbytes` have come; false when the other end is gone, the time is over, or it is stopped.
 */
static bool receive(const rt_compiler *c, void *to, size_t nbytes, uint64_t until_ns) {
    for (size_t n = 0; n < nbytes;) {
        uint64_t now = rt_now_ns();
        struct pollfd p = {.fd = c->fd, .events = POLLIN};
        if (kn_stopped(c->stop)) return errno = ECANCELED, false;
        if (now >= until_ns) return errno = ETIMEDOUT, false;
        uint64_t left = (until_ns - now) / 1000000 + 1;
        int ready = poll(&p, 1, left < LOOK_MS ? (int)left : LOOK_MS);
        if (ready < 0 && errno != EINTR) return false;
        if (ready <= 0) continue;
        ssize_t got = read(c->fd, (char *)to + n, nbytes - n);
        if (got == 0) return errno = EPIPE, false;
        if (got < 0 && errno != EINTR && errno != EAGAIN) return false;
        if (got > 0) n += (size_t)got;
    }
    return true;
}

static uint64_t deadline(const rt_compiler *c) {
    return rt_now_ns() + (uint64_t)c->e->compile_ms * 1000000;
}

/* Ends it, and says how it ended where that was by itself. */
static void bury(rt_compiler *c, kn_text *why) {
    int status = 0;
    bool late = errno == ETIMEDOUT, stopped = errno == ECANCELED;
    if (c->pid == 0) return;
    if ((late || stopped) && why) kill(c->pid, SIGKILL);
    kn_io()->close(c->fd);
    pid_t gone;
    while ((gone = waitpid(c->pid, &status, 0)) < 0 && errno == EINTR) continue;
    c->pid = 0;
    if (!why) return;
    if (stopped)
        kn_text_add(why, "the compiler's process was ended in the middle of a kernel");
    else if (late)
        kn_text_add(why, "the compiler's process took more than %u ms and was ended",
                    c->e->compile_ms);
    else if (gone > 0 && WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
        kn_text_add(why,
                    "the compiler's process made a system call it may not make, and was ended");
    else if (gone > 0 && WIFSIGNALED(status))
        kn_text_add(why, "the compiler's process was ended by signal %d", WTERMSIG(status));
    else
        kn_text_add(why, "the compiler's process ended");
}

static void be_child(rt_compiler *c, int mine, int other) {
    c->fd = mine;
    kn_io()->close(other);
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    (void)rt_process_big_stack(be_compiler, c);
    syscall(SYS_exit_group, 1);
}

kiln_status rt_compiler_start(rt_compiler *c, kn_text *why) {
    int ends[2];
    sigset_t all, before;
    char ready;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return kn_text_add(why, "no socket for the compiler's process"), KILN_IO;
    sigfillset(&all); /* the host's handlers are none of the child's */
    pthread_sigmask(SIG_SETMASK, &all, &before);
    c->pid = (int)fork();
    if (c->pid == 0) be_child(c, ends[1], ends[0]);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    kn_io()->close(ends[1]);
    c->fd = ends[0];
    if (c->pid > 0 && receive(c, &ready, 1, deadline(c))) return KILN_OK;
    if (c->pid < 0) kn_io()->close(c->fd);
    if (c->pid < 0) c->pid = 0;
    bury(c, why);
    if (kn_stopped(c->stop)) return KILN_CANCELLED;
    kn_text_add(why, "%sa process for the compiler, under seccomp, could not be had",
                why->len ? ": " : "");
    return KILN_IO;
}

static kiln_status take_answer(rt_compiler *c, kn_text *object, kn_text *why, bool *well) {
    answer a;
    char text[MOST_TEXT];
    uint64_t until = deadline(c);
    *well = false;
    if (!receive(c, &a, sizeof a, until)) return KILN_JIT;
    if (a.object_nbytes > MOST_OBJECT || a.why_nbytes > sizeof text || a.status > KILN_NOT_FOUND)
        return errno = 0, KILN_JIT;
    kn_text_clear(object);
    if (!kn_text_reserve(object, (size_t)a.object_nbytes)) return errno = 0, KILN_NO_MEMORY;
    if (!receive(c, object->data, (size_t)a.object_nbytes, until) ||
        !receive(c, text, a.why_nbytes, until))
        return KILN_JIT;
    object->len = (size_t)a.object_nbytes;
    kn_text_bytes(why, text, a.why_nbytes);
    *well = true;
    return (kiln_status)a.status;
}

kiln_status rt_compiler_ask(rt_compiler *c, size_t i, const char *symbol, kn_text *object,
                            bool *refused, kn_text *why) {
    question q = {.number = (uint32_t)i};
    bool well = false;
    snprintf(q.symbol, sizeof q.symbol, "%s", symbol);
    *refused = false;
    pthread_mutex_lock(&c->lock);
    kiln_status status = KILN_JIT;
    if (c->pid == 0)
        kn_text_add(why, "the compiler's process is gone");
    else if (send(c->fd, &q, sizeof q, MSG_NOSIGNAL) == (ssize_t)sizeof q)
        status = take_answer(c, object, why, &well);
    bool stopped = !well && kn_stopped(c->stop);
    if (!well && c->pid != 0) {
        *refused = !stopped;
        if (stopped) errno = ECANCELED;
        if (errno == 0) kill(c->pid, SIGKILL); /* what it said makes no sense */
        bury(c, why);
    }
    pthread_mutex_unlock(&c->lock);
    return stopped ? KILN_CANCELLED : status;
}

void rt_compiler_end(rt_compiler *c) {
    if (c->pid != 0) bury(c, NULL); /* its socket is closed: it ends */
    pthread_mutex_destroy(&c->lock);
}

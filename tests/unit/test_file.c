/* SPDX-License-Identifier: Apache-2.0
 * Atomic writes among killed, living and foreign writers: what a dead one left goes with the next
 * save to that name, and nothing else is ever touched. KILN_TEST: sanitize=address */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "check.h"

static char dir[64], path[256];
static kn_text why;

static void make(void) {
    check_folder(dir);
    snprintf(path, sizeof path, "%s/model.safetensors", dir);
    kn_text_init(&why, kn_alloc_default());
}

static void drop(void) {
    kn_text_free(&why);
    check_unfolder(dir);
}

TestSuite(file_out, .init = make, .fini = drop);

/* A file of one letter, so that a mixture shows. */
static kiln_status save(char letter, size_t nbytes) {
    char *bytes = malloc(nbytes);
    CHECK(bytes != NULL);
    memset(bytes, letter, nbytes);
    kiln_status status = kn_file_write(kn_alloc_default(), path, bytes, nbytes, 0600, &why);
    free(bytes);
    return status;
}

static void check_whole(size_t nbytes) {
    void *bytes;
    size_t n;
    CHECK_OK(
        kn_file_read(kn_alloc_default(), path, SIZE_MAX, true, (kn_stop){0}, &bytes, &n, &why));
    CHECK_EQ(n, nbytes);
    CHECK(memcmp(bytes, (const char *)bytes + 1, n - 1) == 0);
    kn_free(kn_alloc_default(), bytes, n);
}

/* Begins a save, writes half of it, and holds it until it is killed. */
static pid_t start_half(size_t nbytes) {
    int ready[2];
    CHECK(pipe(ready) == 0);
    pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        kn_file_out out;
        char *bytes = calloc(1, nbytes);
        bool begun = kn_file_out_begin(&out, kn_alloc_default(), path, 0600, NULL) == KILN_OK &&
                     kn_file_out_bytes(&out, bytes, nbytes, NULL) == KILN_OK;
        if (write(ready[1], begun ? "y" : "n", 1) == 1) pause();
        _exit(1);
    }
    char answer = 'n';
    CHECK(read(ready[0], &answer, 1) == 1 && answer == 'y');
    close(ready[0]);
    close(ready[1]);
    return child;
}

static void finish(pid_t child) {
    CHECK(kill(child, SIGKILL) == 0 && waitpid(child, NULL, 0) == child);
}

Test(file_out, what_killed_writers_left_goes_with_the_next_save) {
    enum { WRITERS = 5 };
    pid_t child[WRITERS];
    for (int i = 0; i < WRITERS; i++) child[i] = start_half(1000);
    CHECK_EQ(check_count_files(dir), WRITERS);
    finish(child[1]); /* not the first, and with living ones on both sides */
    CHECK_OK(save('a', 5000));
    CHECK_EQ(check_count_files(dir), WRITERS);
    for (int i = 0; i < WRITERS; i++)
        if (i != 1) finish(child[i]);
    CHECK_EQ(check_count_files(dir), WRITERS);
    CHECK_OK(save('b', 5000));
    CHECK_EQ(check_count_files(dir), 1);
    check_whole(5000);
}

/* Only a save to the same name cleans up, and a save that fails later has cleaned up as well. */
Test(file_out, another_name_is_not_looked_at) {
    finish(start_half(1000));
    snprintf(path, sizeof path, "%s/model", dir);
    CHECK_OK(save('a', 10));
    CHECK_EQ(check_count_files(dir), 2);
    snprintf(path, sizeof path, "%s/model.safetensors", dir);
    kn_file_out out;
    CHECK_OK(kn_file_out_begin(&out, kn_alloc_default(), path, 0600, &why));
    CHECK_EQ(check_count_files(dir), 2);
    kn_file_out_drop(&out);
    CHECK_EQ(check_count_files(dir), 1);
}

Test(file_out, killed_at_any_time, .timeout = 100) {
    enum { KILLS = 120, NBYTES = 3 << 20 };
    uint64_t random = 1;
    CHECK_OK(save('a', NBYTES));
    for (int i = 0; i < KILLS; i++) {
        pid_t child = fork();
        CHECK(child >= 0);
        if (child == 0)
            for (char letter = 'a';; letter = letter == 'z' ? 'a' : (char)(letter + 1))
                if (save(letter, NBYTES) != KILN_OK) _exit(1);
        random = random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        nanosleep(&(struct timespec){0, (long)(random >> 33) % 8000000}, NULL);
        finish(child);
        check_whole(NBYTES);
        CHECK(check_count_files(dir) <= 2);
    }
    CHECK_OK(save('z', NBYTES));
    CHECK_EQ(check_count_files(dir), 1);
    check_whole(NBYTES);
}

static void *saver(void *letter) {
    uintptr_t failed = 0;
    for (int i = 0; i < 40; i++) failed += save(*(char *)letter, 100000) != KILN_OK;
    return (void *)failed;
}

Test(file_out, several_writers_at_once, .timeout = 60) {
    enum { PROCESSES = 3, THREADS = 3 };
    static char letters[] = "abc";
    for (int p = 0; p < PROCESSES; p++) {
        if (fork() != 0) continue;
#ifdef __SANITIZE_THREAD__ /* it allows no threads after a fork */
        for (int i = 0; i < THREADS; i++)
            if (saver(&letters[i])) _exit(1);
#else
        pthread_t thread[THREADS];
        for (int i = 0; i < THREADS; i++) pthread_create(&thread[i], NULL, saver, &letters[i]);
        for (int i = 0; i < THREADS; i++) {
            void *failed;
            pthread_join(thread[i], &failed);
            if (failed) _exit(1);
        }
#endif
        _exit(0);
    }
    for (int p = 0; p < PROCESSES; p++) {
        int status;
        CHECK(wait(&status) > 0);
        CHECK_EQ(status, 0);
    }
    CHECK_EQ(check_count_files(dir), 1);
    check_whole(100000);
}

Test(file_out, too_many_writers_are_an_error) {
    kn_file_out out[40];
    int n = 0;
    while (n < 40 && kn_file_out_begin(&out[n], kn_alloc_default(), path, 0600, &why) == KILN_OK)
        n++;
    CHECK_EQ(n, 32);
    CHECK_HAS(kn_text_str(&why), "too many others are writing it");
    while (n > 0) kn_file_out_drop(&out[--n]);
    CHECK_OK(save('a', 10));
    CHECK_EQ(check_count_files(dir), 1);
}

/* Names like ours, and things under our very names that are not ours. */
Test(file_out, foreign_files_stay) {
    static const char *const like[] = {".tmp",
                                       ".tmp-",
                                       ".tmp-1",
                                       ".tmp-0123456789abcdef",
                                       ".tmp-0123456789ABCDEF",
                                       ".tmp-0123456789abcdef0",
                                       ".tmp-0123456789abcde",
                                       ".tmp-0123456789abcdef.bak",
                                       "~",
                                       ".lock"};
    enum { LIKE = sizeof like / sizeof like[0] };
    char name[512];
    for (int i = 0; i < LIKE; i++) {
        snprintf(name, sizeof name, "%s%s", path, like[i]);
        check_write(name, "mine", 4);
    }
    kn_file_out out[4];
    char ours[4][256];
    for (int i = 0; i < 4; i++) {
        CHECK_OK(kn_file_out_begin(&out[i], kn_alloc_default(), path, 0600, &why));
        snprintf(ours[i], sizeof ours[i], "%s/%s", dir, kn_text_str(&out[i].temp));
    }
    for (int i = 0; i < 4; i++) kn_file_out_drop(&out[i]);
    snprintf(name, sizeof name, "%s/precious", dir);
    check_write(name, "precious", 8);
    CHECK(symlink("precious", ours[0]) == 0);
    CHECK(link(name, ours[1]) == 0);
    CHECK(mkdir(ours[2], 0700) == 0);
    CHECK(mkfifo(ours[3], 0600) == 0);
    CHECK_OK(save('a', 10));
    CHECK_OK(save('b', 10));
    CHECK_EQ(check_count_files(dir), LIKE + 1 + 4 + 1);
    struct stat st;
    CHECK(stat(name, &st) == 0 && st.st_size == 8);
    if (geteuid() != 0) return;
    CHECK(unlink(ours[1]) == 0);
    check_write(ours[1], "theirs", 6);
    CHECK(chown(ours[1], 65534, 65534) == 0);
    CHECK_OK(save('c', 10));
    CHECK(stat(ours[1], &st) == 0 && st.st_size == 6);
}

Test(file_out, a_name_of_the_greatest_length_can_be_saved) {
    char longest[256];
    memset(longest, 'n', 255);
    longest[255] = '\0';
    static char at[400];
    snprintf(at, sizeof at, "%s/%s", dir, longest);
    CHECK_OK(kn_file_write(kn_alloc_default(), at, "x", 1, 0600, &why));
    CHECK_EQ(check_count_files(dir), 1);
    snprintf(at, sizeof at, "%s/%sn", dir, longest);
    CHECK_STATUS(kn_file_write(kn_alloc_default(), at, "x", 1, 0600, &why), KILN_IO);
    CHECK_EQ(check_count_files(dir), 1);
}

/* What is no file is not replaced by one, and a file keeps its permissions. */
Test(file_out, only_files_are_replaced) {
    struct stat st;
    CHECK(mkfifo(path, 0600) == 0);
    CHECK_STATUS(kn_file_write(kn_alloc_default(), path, "x", 1, 0644, &why), KILN_IO);
    CHECK_HAS(kn_text_str(&why), "no regular file");
    CHECK(lstat(path, &st) == 0 && S_ISFIFO(st.st_mode) && check_count_files(dir) == 1);
    CHECK(unlink(path) == 0 && mkdir(path, 0700) == 0);
    CHECK_STATUS(kn_file_write(kn_alloc_default(), path, "x", 1, 0644, NULL), KILN_IO);
    CHECK(rmdir(path) == 0);
    CHECK_OK(kn_file_write(kn_alloc_default(), path, "x", 1, 0644, NULL));
    CHECK(chmod(path, 0600) == 0);
    CHECK_OK(kn_file_write(kn_alloc_default(), path, "xy", 2, 0644, NULL));
    CHECK(lstat(path, &st) == 0 && (st.st_mode & 0777) == 0600 && st.st_size == 2);
}

/* A limit on the size of files is an error of the write, not the end of the program; signals the
 * host waits for stay its own. */
Test(file_out, a_limit_on_file_size_is_an_error) {
    struct rlimit limit;
    char bytes[4096] = {1};
    sigset_t pending;
    CHECK(getrlimit(RLIMIT_FSIZE, &limit) == 0);
    limit.rlim_cur = 1000;
    CHECK(setrlimit(RLIMIT_FSIZE, &limit) == 0);
    CHECK_STATUS(kn_file_write(kn_alloc_default(), path, bytes, sizeof bytes, 0644, &why), KILN_IO);
    CHECK_HAS(kn_text_str(&why), "File too large");
    CHECK(check_count_files(dir) == 0 && sigpending(&pending) == 0 &&
          !sigismember(&pending, SIGXFSZ));
    CHECK_OK(kn_file_write(kn_alloc_default(), path, bytes, 900, 0644, NULL));
}

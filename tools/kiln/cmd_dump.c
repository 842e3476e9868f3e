/* SPDX-License-Identifier: Apache-2.0
 * kiln dump: a program's text goes in, its text at one stage of the compiler comes out. Computes
 * nothing. */
#include "command.h"

#include <stdlib.h>
#include <string.h>

static const char *const stages[] = {"graph", "grad", "passes", "plan", "loops",
                                     "llvm",  "asm",  "dot",    "json"};

static bool known(const char *stage) {
    for (size_t i = 0; i < sizeof stages / sizeof stages[0]; i++)
        if (strcmp(stages[i], stage) == 0) return true;
    return false;
}

static int dump(kiln_session *s, const char *file, const char *text, size_t nbytes,
                const char *stage, bool grad) {
    kiln_program *p = (kiln_program_parse)(file, s, text, nbytes), *derived = NULL;
    if (p != NULL && grad) derived = (kiln_program_grad)(file, p);
    kiln_program *shown = grad ? derived : p;
    const char *out = shown != NULL ? (kiln_program_dump)(file, shown, stage) : NULL;
    int code = EXIT_OK;
    if (p == NULL)
        code = fail_parse(s, file);
    else if (out == NULL)
        code = kiln_failed(s) ? fail_session(s) : fail(EXIT_IO, "memory ran out");
    else if (fputs(out, stdout) == EOF)
        code = fail(EXIT_IO, "stdout cannot be written");
    kiln_program_close(derived);
    kiln_program_close(p);
    return code;
}

int command_dump(int argc, char **argv) {
    static const struct option names[] = {{"stage", required_argument, NULL, 's'},
                                          {"grad", no_argument, NULL, 'g'},
                                          {NULL, 0, NULL, 0}};
    const char *stage = "graph";
    bool grad = false;
    for (int found; (found = getopt_long(argc, argv, ":", names, NULL)) != -1;) {
        if (found == 's')
            stage = optarg;
        else if (found == 'g')
            grad = true;
        else
            return refuse_option(argv, found);
    }
    if (argc - optind != 1) return refuse("one program is needed");
    if (!known(stage)) return refuse("there is no stage %s", stage);
    if (strcmp(stage, "grad") == 0) {
        grad = true;
        stage = "graph";
    }
    size_t nbytes = 0;
    int code = EXIT_OK;
    const char *file = strcmp(argv[optind], "-") == 0 ? "stdin" : argv[optind];
    char *text = read_text(argv[optind], &nbytes, &code);
    if (text == NULL) return code;
    kiln_session *s = kiln_open(NULL);
    code = kiln_failed(s) ? fail_session(s) : dump(s, file, text, nbytes, stage, grad);
    kiln_close(s);
    free(text);
    return code;
}

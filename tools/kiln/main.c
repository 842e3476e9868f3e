/* SPDX-License-Identifier: Apache-2.0
 * The kiln command: finds the command's row in the table and runs it. Exit codes are those of
 * command.h. */
#include "budget_options.h"

#include <string.h>

static int command_version(int argc, char **argv);
static int command_help(int argc, char **argv);

static const command table[] = {
    {"run", command_run, "run a program on tensors from a file",
     "FILE.kiln [--in A.safetensors] [--out B.safetensors] [--eager] [--mode strict|hardened] "
     "[--threads N] "
     "[--json]" BUDGET_WORDS "\n"
     "  FILE.kiln       the program's text (docs/ir.md); - reads stdin\n"
     "  --in FILE       tensors named as the program's inputs; others in it are ignored\n"
     "  --out FILE      where the outputs go; without it they are printed\n"
     "  --eager         the plain reference path instead of compiled kernels\n"
     "  --mode MODE     hardened adds checks beside the same results\n"
     "  --threads N     1 to 256; default: the cores this process may use\n"
     "  --json          say what went in and out as JSON\n" BUDGET_USAGE},
    {"dump", command_dump, "show a program at one stage of the compiler",
     "FILE.kiln [--stage STAGE] [--grad]\n"
     "  --stage STAGE   graph (default), grad, passes, plan, loops, llvm, asm, dot or json\n"
     "  --grad          add the gradients of the first output's sum; --stage grad is --grad "
     "--stage graph\n"},
    {"conform", command_conform, "compare every function with PyTorch's results",
     "[--mode strict|hardened|both] [--report R.json] [--html R.html] [--markdown F.md]\n"
     "               [--only FUNCTION,...] [--list-failures] [--jobs N] [--limit SECONDS] [--json] "
     "[--seal] DIR...\n"
     "  DIR             a fixture family, or a folder of them (conformance/README.md)\n"
     "  --mode MODE     strict, hardened or both (default), which are then compared bit for bit\n"
     "  --report FILE   write the results as JSON; - writes them to stdout instead of the summary\n"
     "  --html FILE     write them as one page: functions, dtypes and modes, with every failure\n"
     "  --markdown FILE write them as a table, one row a function\n"
     "  --only NAMES    only cases of these functions, by PyTorch's names, with commas between "
     "them\n"
     "  --list-failures print every failure\n"
     "  --jobs N        worker processes, 1 to 256; default: the cores\n"
     "  --limit SECONDS what one case may take before it counts as failed; default 60\n"
     "  --json          as --report -\n"
     "  --seal          run nothing: write the envelope of each family, which is checked where it "
     "is there\n" BUDGET_USAGE "  Exit codes: 0 green; 1 not green; 2 a family was refused, there "
     "is none, or wrong usage.\n"},
    {"bench", command_bench, "measure workloads, side by side with their peers",
     "[--list] [--workload ID]... [--threads N] [--path fused|eager|both] [--json R.json] "
     "[--baseline "
     "B.json]\n"
     "             [--reps N] [--seconds S]\n"
     "  --list          the workloads and what they compute\n"
     "  --workload ID   only these; may be repeated; default: all\n"
     "  --threads N     default: the cores this process may use\n"
     "  --path PATH     fused (default), eager or both, alternating\n"
     "  --json FILE     write the results, and an envelope; - writes them to stdout instead of the "
     "table\n"
     "  --baseline FILE compare with earlier results: exit code 1 when a digest differs, 3 when it "
     "was changed\n"
     "  --reps N        exactly N repetitions of each\n"
     "  --seconds S     time for each path of each workload; default 1\n" BUDGET_USAGE},
    {"cache", command_cache, "look after the compiled kernels on disk",
     "stat|verify|clear [--dir DIR] [--quick] [--json]\n"
     "  stat            entries and bytes\n"
     "  verify          read every entry, check it and compile it anew; exit code 1 when one is "
     "bad\n"
     "  --quick         verify: do not compile\n"
     "  clear           remove every entry\n"
     "  --dir DIR       default: the folder that sessions use\n"},
    {"ledger", command_ledger, "check or read an evidence ledger",
     "verify|show|seal FILE [--kind KIND] [--json]\n"
     "  verify          check every line's digest and chain, and the seal; exit code 1 when one is "
     "bad\n"
     "  show            print the entries\n"
     "  seal            write FILE.envelope.json: how many entries, the last one's digest\n"
     "  --kind KIND     show only entries of one kind\n"},
    {"envelope", command_envelope, "say what a file is, and check that it still is",
     "write|check FILE... [--kind KIND] [--format N] [--made-by TEXT] [--input FILE]... [--json]\n"
     "  write           write FILE.envelope.json; needs --kind\n"
     "  check           compare FILE with it; exit code 3 when one does not match\n"
     "  --kind KIND     what it is, in letters, digits and '-'; when checking: what it must be\n"
     "  --format N      version of that kind's format (1); when checking: the newest that will do\n"
     "  --made-by TEXT  what made it\n"
     "  --input FILE    what it was made from; its length and digest are noted\n"},
    {"trace", command_trace, "show what a trace holds, or where two part",
     "show FILE [--json] | diff A B [--json]\n"
     "  show            envelope, settings, leaves, outputs, and the graph with the derivative's "
     "rules\n"
     "  diff            the first node at which structure, a number, a leaf or a value parts; exit "
     "code 1 when one does\n"
     "  --json          the same as JSON\n"
     "  Exit codes: 2 also for a trace that is malformed, changed or of another version.\n"},
    {"replay", command_replay, "compute a trace again and compare the bits",
     "FILE [--inputs F.safetensors] [--path fused|eager] [--threads N] [--isa I] [--mode M] "
     "[--json]\n"
     "  --inputs FILE   elements of leaves that are in the trace by digest alone, by their names\n"
     "  --path PATH     fused (default) or eager\n"
     "  --threads N     1 to 256; default: the cores this process may use\n"
     "  --isa ISA       base, avx2 or avx512; default: the machine's highest\n"
     "  --mode MODE     strict (default) or hardened\n"
     "  --json          the verdict as JSON\n" BUDGET_USAGE
     "  Exit codes: 0 the same bits; 1 they differ; 2 refused, and which field; 4 a file or memory "
     "failed.\n"},
    {"sidecar", command_sidecar, "protect files with repair data beside them",
     "protect|verify|repair FILE... | scrub FOLDER... [--overhead 12.5%] [--symbol N] [--ledger "
     "FILE] [--json]\n"
     "  protect         write FILE.raptorq: repair symbols, and a digest of every piece of FILE\n"
     "  verify          compare; exit code 1 when one of them is damaged\n"
     "  repair          rebuild what is damaged; exit code 1, and nothing written, when too much "
     "is lost\n"
     "  scrub           repair every file below FOLDER that has a sidecar, with the proof in a "
     "ledger\n"
     "  --overhead P    protect: repair symbols, in percent of the file's own; 12.5% when it is "
     "not said\n"
     "  --symbol N      protect: bytes of a piece, a multiple of 64; by the file's length when it "
     "is not said\n"
     "  --ledger FILE   scrub: default FOLDER/scrub.ledger\n"},
    {"doctor", command_doctor, "say what this build and machine can do, and test it",
     "[--audits] [--json]\n"
     "  --audits        list the checks of hardened mode instead: name, what it looks at, when, "
     "what it does\n"},
    {"version", command_version, "print the version", "\n"},
    {"help", command_help, "explain a command", "[COMMAND]\n"},
};
enum { COMMANDS = sizeof table / sizeof table[0] };

const command *current_command;

static const command *find(const char *name) {
    for (size_t i = 0; i < COMMANDS; i++)
        if (strcmp(table[i].name, name) == 0) return &table[i];
    return NULL;
}

static int command_version(int argc, char **argv) {
    (void)argv;
    if (argc != 1) return refuse("takes no arguments");
    printf("kiln %s\n", kiln_version());
    return EXIT_OK;
}

static void overview(FILE *to) {
    fputs("usage: kiln COMMAND ...\n\n", to);
    for (size_t i = 0; i < COMMANDS; i++)
        fprintf(to, "  %-9s %s%s\n", table[i].name, table[i].summary,
                table[i].run == NULL ? " (in a later release)" : "");
    fputs("\nkiln help COMMAND says more.\n"
          "Exit codes: 0 done; 1 a check failed; 2 refused, or wrong usage; 3 bad data; 4 a file "
          "or memory "
          "failed; 5 a budget did not allow it.\n",
          to);
}

static int command_help(int argc, char **argv) {
    if (argc == 1) {
        overview(stdout);
        return EXIT_OK;
    }
    const command *c = argc == 2 ? find(argv[1]) : NULL;
    if (c == NULL)
        return argc == 2 ? fail(EXIT_REFUSED, "there is no command %s", argv[1])
                         : refuse("one at a time");
    printf("kiln %s: %s\n\nusage: kiln %s %s", c->name, c->summary, c->name, c->usage);
    if (c->run == NULL) puts("\nThis command comes in a later release.");
    return EXIT_OK;
}

int main(int argc, char **argv) {
    if (argc < 2) {
        overview(stderr);
        return EXIT_REFUSED;
    }
    const char *name = argv[1];
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) name = "help";
    if (strcmp(name, "--version") == 0) name = "version";
    const command *c = find(name);
    if (c == NULL) {
        fprintf(stderr, "kiln: there is no command %s; kiln help lists them\n", name);
        return EXIT_REFUSED;
    }
    current_command = c;
    for (int i = 2; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--help") == 0)
            return command_help(2, (char *[]){(char *)"help", (char *)c->name, NULL});
    if (c->run == NULL) return fail(EXIT_REFUSED, "this command comes in a later release");
    opterr = 0; /* messages are ours */
    int code = c->run(argc - 1, argv + 1);
    if (fflush(stdout) != 0 || ferror(stdout)) return fail(EXIT_IO, "stdout cannot be written");
    return code;
}

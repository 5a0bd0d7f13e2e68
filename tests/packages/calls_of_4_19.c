#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* calls_of_4_19 COMMAND...: runs it as on Linux 4.19 of x86-64, whose last call is rseq (334): every later one is unknown there (ENOSYS). Without a
 * command it makes one of them and says whether it is. Linked statically: it also runs in a folder that holds nothing else. */

#define LAST_CALL 334

static int
forget_later_calls(void)
{
	struct sock_filter steps[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, LAST_CALL, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	const struct sock_fprog program = { sizeof(steps) / sizeof(*steps), steps };

	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

int
main(int argc, char **argv)
{
	if (forget_later_calls()) {
		fprintf(stderr, "calls_of_4_19: the filter is not taken: %s\n", strerror(errno));
		return 4;
	}
	if (argc < 2) {
		long got = syscall(436, 1000, 1001, 0); /* close_range, of 5.9 */

		puts(got == -1 && errno == ENOSYS ? "unknown" : "known");
		return 0;
	}
	execvp(argv[1], &argv[1]);
	fprintf(stderr, "calls_of_4_19: %s: %s\n", argv[1], strerror(errno));
	return 4;
}

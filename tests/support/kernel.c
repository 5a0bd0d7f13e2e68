/* kernel CALLS CODE COMMAND...: runs the command as on another kernel or in a container. CALLS: "none" (a filter stands and refuses nothing),
 * "later" (every call since Linux 5.1), or names joined by commas; each ends with CODE, "ENOSYS" or "EPERM". */

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/filter.h>
#include <linux/seccomp.h>

#define CALL(name)                                                                                                                         \
	{                                                                                                                                  \
#name, SYS_##name                                                                                                          \
	}

static const struct {
	const char *name;
	unsigned number;
} calls[] = {
	CALL(close_range), CALL(clone3),     CALL(faccessat2),	    CALL(openat2),    CALL(renameat2), CALL(getrandom),
	CALL(statx),	   CALL(membarrier), CALL(copy_file_range), CALL(pidfd_open), CALL(prctl),     CALL(seccomp),
};

#define LATER SYS_pidfd_send_signal /* the first call after Linux 5.0 has this number on every architecture */

int
main(int argc, char **argv)
{
	struct sock_filter code[64] = { BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)) };
	struct sock_fprog program = { .filter = code, .len = 1 };
	unsigned refuse;

	if (argc < 4)
		return 125;
	refuse = SECCOMP_RET_ERRNO | (strcmp(argv[2], "EPERM") == 0 ? EPERM : ENOSYS);
	if (strcmp(argv[1], "later") == 0) {
		code[program.len++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, LATER, 0, 1);
		code[program.len++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, refuse);
	}
	for (char *name = strtok(argv[1], ","); name; name = strtok(NULL, ",")) {
		bool known = strcmp(name, "none") == 0 || strcmp(name, "later") == 0;

		for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
			if (strcmp(name, calls[i].name) == 0) {
				code[program.len++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, calls[i].number, 0, 1);
				code[program.len++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, refuse);
				known = true;
			}
		if (!known) {
			fprintf(stderr, "kernel: no call is named %s here\n", name);
			return 125;
		}
	}
	code[program.len++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
		perror("kernel: no filter");
		return 125;
	}
	execvp(argv[3], argv + 3);
	perror(argv[3]);
	return 125;
}

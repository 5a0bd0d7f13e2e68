#include "exchange/reader/lockdown.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>

#include "base/attr.h"

#ifndef SECCOMP_RET_KILL_PROCESS
#define SECCOMP_RET_KILL_PROCESS SECCOMP_RET_KILL
#endif

/* The architecture whose call numbers this program was compiled with. A call by the numbers of another one (32-bit calls on a 64-bit kernel)
 * means something else by the same number, so the filter kills it. */
#if defined(__x86_64__)
#define LOCKDOWN_ARCH AUDIT_ARCH_X86_64
#elif defined(__i386__)
#define LOCKDOWN_ARCH AUDIT_ARCH_I386
#elif defined(__aarch64__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define LOCKDOWN_ARCH AUDIT_ARCH_AARCH64
#elif defined(__arm__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define LOCKDOWN_ARCH AUDIT_ARCH_ARM
#elif defined(__s390x__)
#define LOCKDOWN_ARCH AUDIT_ARCH_S390X
#elif defined(__riscv) && __riscv_xlen == 64
#define LOCKDOWN_ARCH AUDIT_ARCH_RISCV64
#elif defined(__powerpc64__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define LOCKDOWN_ARCH AUDIT_ARCH_PPC64LE
#elif defined(__loongarch64) && defined(AUDIT_ARCH_LOONGARCH64)
#define LOCKDOWN_ARCH AUDIT_ARCH_LOONGARCH64
#elif defined(__mips64) && defined(__MIPSEL__)
#define LOCKDOWN_ARCH AUDIT_ARCH_MIPSEL64
#endif

/* ---- descriptors */

/* What /proc says is open. The folder's own descriptor is closed last. */
static bool
close_listed(unsigned first)
{
	DIR *folder = opendir("/proc/self/fd");
	const struct dirent *entry;

	if (!folder)
		return false;
	while ((entry = readdir(folder))) {
		char *end;
		unsigned long fd = strtoul(entry->d_name, &end, 10);

		if (end != entry->d_name && *end == '\0' && fd >= first && fd != (unsigned long)dirfd(folder))
			close((int)fd);
	}
	closedir(folder);
	return true;
}

/* Every number that may be open: poll tells of a thousand at once which are, since a container may allow a billion. */
static bool
close_counted(unsigned first)
{
	static struct pollfd asked[1024];
	struct rlimit limit;
	rlim_t from = first, count;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == 0)
		return false;
	if (limit.rlim_max > INT_MAX / 2) /* more than a kernel gives */
		limit.rlim_max = INT_MAX / 2;
	count = limit.rlim_cur < ARRAY_LEN(asked) ? limit.rlim_cur : ARRAY_LEN(asked); /* poll takes no more than may be open */
	for (; from < limit.rlim_max; from += count) {
		for (rlim_t i = 0; i < count; i++)
			asked[i] = (struct pollfd){ .fd = (int)(from + i) };
		if (poll(asked, (nfds_t)count, 0) < 0)
			return false;
		for (rlim_t i = 0; i < count; i++)
			if (!(asked[i].revents & POLLNVAL))
				close(asked[i].fd);
	}
	return true;
}

bool
lockdown_close_from(unsigned first)
{
#ifdef SYS_close_range
	if (syscall(SYS_close_range, first, ~0u, 0u) == 0)
		return true;
#endif
	return close_listed(first) || close_counted(first);
}

/* ---- calls */

/* Over a filter that stands: what either of the two refuses is refused. */
static bool
filter_calls(void)
{
#ifdef LOCKDOWN_ARCH
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, LOCKDOWN_ARCH, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_read, 3, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_write, 2, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_exit, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	const struct sock_fprog program = { .len = sizeof(code) / sizeof(code[0]), .filter = code };

	/* Without that word only root may set a filter. */
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return false;
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0 || syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0;
#else
	errno = ENOSYS;
	return false;
#endif
}

bool
reader_lock_down(void)
{
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT, 0, 0, 0) == 0 || filter_calls();
}

void
reader_leave(int code)
{
	syscall(SYS_exit, code); /* exit_group, which _exit uses, is not allowed */
}

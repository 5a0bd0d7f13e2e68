#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/filter.h>
#include <linux/seccomp.h>

#include <cmocka.h>

#include "base/attr.h"
#include "exchange/reader/lockdown.h"
#include "exchange/reader/reader.h"

/* The locked-down child: what it may still do, and that anything else ends it; on a kernel of today, on one before 5.9, and where a container's
 * filter stands already. */

/* The filters that stand before the child is locked down. */
enum standing { STANDING_NONE, STANDING_ANY, STANDING_OLD, STANDING_NO_SECCOMP, STANDING_NO_FOLDERS, STANDING_COUNT };

/* What the machine lets this process do from now on. `calls` end with `code`, all others go on. */
static void
stand(enum standing which)
{
	static const struct {
		int code, calls[3];
	} filters[STANDING_COUNT] = {
		[STANDING_ANY] = { ENOSYS, { -1, -1, -1 } },
		[STANDING_OLD] = { ENOSYS, { SYS_close_range, SYS_clone3, SYS_faccessat2 } },
		[STANDING_NO_SECCOMP] = { EPERM, { SYS_prctl, SYS_seccomp, -1 } },
		[STANDING_NO_FOLDERS] = { EPERM, { SYS_close_range, SYS_openat, -1 } },
	};
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)filters[which].calls[0], 2, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)filters[which].calls[1], 1, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)filters[which].calls[2], 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (unsigned)filters[which].code),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	const struct sock_fprog program = { .len = ARRAY_LEN(code), .filter = code };

	if (which == STANDING_NONE)
		return;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
		_exit(8);
}

/* Runs `act` in a child that is locked down beside what stands; how it ended. */
static int
locked_down(enum standing standing, void (*act)(int fd), char *said, size_t size)
{
	int pipes[2], how = 0;
	ssize_t got;
	pid_t child;

	assert_int_equal(pipe(pipes), 0);
	child = fork();
	if (child == 0) {
		stand(standing);
		if (!reader_lock_down())
			_exit(9);
		act(pipes[1]);
		reader_leave(0);
	}
	close(pipes[1]);
	got = read(pipes[0], said, size - 1);
	said[got > 0 ? got : 0] = '\0';
	close(pipes[0]);
	assert_int_equal(waitpid(child, &how, 0), child);
	return how;
}

static void
act_write(int fd)
{
	if (write(fd, "read", 4) != 4)
		reader_leave(1);
}

static void
act_getpid(int fd)
{
	syscall(SYS_getpid);
	act_write(fd);
}

static void
act_open(int fd)
{
	syscall(SYS_openat, -100, "/etc/passwd", 0, 0);
	act_write(fd);
}

static void
act_socket(int fd)
{
	syscall(SYS_socket, AF_INET, SOCK_STREAM, 0);
	act_write(fd);
}

static void
act_mmap(int fd)
{
	syscall(SYS_mmap, 0, 4096, 3, 0x22, -1, 0);
	act_write(fd);
}

static void
act_fork(int fd)
{
	syscall(SYS_clone, 17, 0, 0, 0, 0);
	act_write(fd);
}

static void
act_exit_group(int fd)
{
	act_write(fd);
	syscall(SYS_exit_group, 0);
}

static void
lockdown__lets__read_write_and_leave(void **state)
{
	static const enum standing where[] = { STANDING_NONE, STANDING_ANY, STANDING_OLD, STANDING_NO_FOLDERS };
	char said[16];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(where); i++) {
		int how = locked_down(where[i], act_write, said, sizeof(said));

		assert_true(WIFEXITED(how));
		assert_int_equal(WEXITSTATUS(how), 0);
		assert_string_equal(said, "read");
	}
}

static void
lockdown__kills__any_other_call(void **state)
{
	static void (*const acts[])(int) = { act_getpid, act_open, act_socket, act_mmap, act_fork };
	static const struct {
		enum standing where;
		int signal; /* the filter's is not the strict mode's */
	} kills[] = { { STANDING_NONE, SIGKILL }, { STANDING_ANY, SIGSYS }, { STANDING_OLD, SIGSYS } };
	char said[16];

	(void)state;
	for (size_t k = 0; k < ARRAY_LEN(kills); k++) {
		for (size_t i = 0; i < ARRAY_LEN(acts); i++) {
			int how = locked_down(kills[k].where, acts[i], said, sizeof(said));

			assert_true(WIFSIGNALED(how));
			assert_int_equal(WTERMSIG(how), kills[k].signal);
			assert_string_equal(said, "");
		}
		assert_true(WIFSIGNALED(locked_down(kills[k].where, act_exit_group, said, sizeof(said))));
	}
}

#if defined(__x86_64__)
/* The 32-bit gate of a 64-bit kernel, where 3 is read and 4 is write but 1 is exit; and x32's numbers. A kernel without that gate sends
 * SIGSEGV instead. */
static void
act_other_architecture(int fd)
{
	long number = 20; /* getpid by the 32-bit numbers, write_v by the others */

	__asm__ volatile("int $0x80" : "+a"(number) : : "memory", "r8", "r9", "r10", "r11");
	act_write(fd);
}

static void
act_own_number_there(int fd)
{
	long number = SYS_exit; /* 60 is umask there: the number is a right one, the architecture is not */

	__asm__ volatile("int $0x80" : "+a"(number) : : "memory", "r8", "r9", "r10", "r11");
	act_write(fd);
}

static void
lockdown__kills__calls_of_another_architecture(void **state)
{
	static void (*const acts[])(int) = { act_other_architecture, act_own_number_there };
	char said[16];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(acts); i++) {
		assert_true(WIFSIGNALED(locked_down(STANDING_ANY, acts[i], said, sizeof(said))));
		assert_string_equal(said, "");
	}
}
#endif

static void
lockdown__is_refused__where_the_machine_lets_nobody_be_locked_down(void **state)
{
	char said[16];
	int how = locked_down(STANDING_NO_SECCOMP, act_write, said, sizeof(said));

	(void)state;
	assert_true(WIFEXITED(how));
	assert_int_equal(WEXITSTATUS(how), 9);
}

/* ---- descriptors */

/* In a child with descriptors open up to 700: which is the first that is still open from 3 on? 0: none. */
static int
left_open(enum standing standing)
{
	int how = 0;
	pid_t child = fork();

	if (child == 0) {
		for (int fd = 3; fd <= 700; fd += 17)
			if (dup2(2, fd) != fd)
				_exit(2);
		stand(standing);
		if (!lockdown_close_from(3))
			_exit(1);
		for (int fd = 3; fd <= 1000; fd++)
			if (fcntl(fd, F_GETFD) >= 0)
				_exit(fd > 255 ? 255 : fd);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &how, 0), child);
	assert_true(WIFEXITED(how));
	return WEXITSTATUS(how);
}

static void
descriptors__are_closed__with_and_without_close_range_and_proc(void **state)
{
	(void)state;
	assert_int_equal(left_open(STANDING_NONE), 0);
	assert_int_equal(left_open(STANDING_OLD), 0);
	assert_int_equal(left_open(STANDING_NO_FOLDERS), 0);
}

/* ---- the reader whole */

/* What reading a file that is none says, in a child on such a machine. */
static void
reading_says(enum standing standing, enum status wanted, const char *sentence)
{
	char said[800] = "";
	int pipes[2];
	pid_t child;

	assert_int_equal(pipe(pipes), 0);
	child = fork();
	if (child == 0) {
		struct file_reader *reader = NULL;
		struct read_step trailer;
		struct arena arena = { 0 };
		struct err err = { 0 };
		FILE *file = tmpfile();
		enum status status;

		for (int i = 0; i < 100; i++)
			fputs("no database ", file);
		fflush(file);
		stand(standing);
		status = reader_open(fileno(file), "stick.louce", READER_EXPORT, &reader, &err);
		if (!status)
			status = reader_trailer(reader, &arena, &trailer, &err);
		dprintf(pipes[1], "%d %s", (int)status, err.text);
		_exit(0);
	}
	close(pipes[1]);
	for (ssize_t at = 0, got = 1; got > 0; at += got > 0 ? got : 0)
		got = read(pipes[0], said + at, sizeof(said) - 1 - (size_t)at);
	close(pipes[0]);
	assert_int_equal(waitpid(child, NULL, 0), child);
	if (atoi(said) != (int)wanted || !strstr(said, sentence))
		fail_msg("%s (wanted %d: %s)", said, (int)wanted, sentence);
}

static void
reader__reads__on_old_kernels_and_in_containers(void **state)
{
	(void)state;
	for (enum standing standing = STANDING_NONE; standing <= STANDING_OLD; standing++)
		reading_says(standing, STATUS_INVALID, "it is not a louce file");
	reading_says(STANDING_NO_FOLDERS, STATUS_INVALID, "it is not a louce file");
}

static void
reader__names__what_the_machine_refuses(void **state)
{
	(void)state;
	reading_says(STANDING_NO_SECCOMP, STATUS_IO, "does not let the reader be locked up (seccomp)");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lockdown__lets__read_write_and_leave),
		cmocka_unit_test(lockdown__kills__any_other_call),
#if defined(__x86_64__)
		cmocka_unit_test(lockdown__kills__calls_of_another_architecture),
#endif
		cmocka_unit_test(lockdown__is_refused__where_the_machine_lets_nobody_be_locked_down),
		cmocka_unit_test(descriptors__are_closed__with_and_without_close_range_and_proc),
		cmocka_unit_test(reader__reads__on_old_kernels_and_in_containers),
		cmocka_unit_test(reader__names__what_the_machine_refuses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

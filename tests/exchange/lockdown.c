#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "exchange/reader_child.h"
#include "exchange/reader_memory.h"

/* The locked-down child: what it may still do, and that anything else ends it. */

/* Runs `act` in a child that is locked down; how it ended. */
static int
locked_down(void (*act)(int fd), char *said, size_t size)
{
	int pipes[2], how = 0;
	ssize_t got;
	pid_t child;

	assert_int_equal(pipe(pipes), 0);
	child = fork();
	if (child == 0) {
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
	char said[16];
	int how = locked_down(act_write, said, sizeof(said));

	(void)state;
	assert_true(WIFEXITED(how));
	assert_int_equal(WEXITSTATUS(how), 0);
	assert_string_equal(said, "read");
}

static void
lockdown__kills__any_other_call(void **state)
{
	static void (*const acts[])(int) = { act_getpid, act_open, act_socket, act_mmap, act_fork };
	char said[16];

	(void)state;
	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
		int how = locked_down(acts[i], said, sizeof(said));

		assert_true(WIFSIGNALED(how));
		assert_int_equal(WTERMSIG(how), SIGKILL);
		assert_string_equal(said, "");
	}
	assert_true(WIFSIGNALED(locked_down(act_exit_group, said, sizeof(said))));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lockdown__lets__read_write_and_leave),
		cmocka_unit_test(lockdown__kills__any_other_call),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

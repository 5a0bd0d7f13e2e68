/* A library to be preloaded (LD_PRELOAD) that notes in a shared page when the program waits for a key, so that a test knows without a clock
 * that all it typed was taken in and drawn. */
#include <dlfcn.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "waits.h"

static struct waits_page *page;
static pid_t owner; /* a child that the program forks has no keys to wait for */

static void __attribute__((constructor)) open_page(void)
{
	const char *fd = getenv(WAITS_FD);
	void *at = fd ? mmap(NULL, sizeof(*page), PROT_READ | PROT_WRITE, MAP_SHARED, atoi(fd), 0) : MAP_FAILED;

	page = at == MAP_FAILED ? NULL : at;
	owner = getpid();
}

/* Is there a signal that the wait would only let through? */
static bool
signal_is_due(const sigset_t *mask)
{
	sigset_t due;

	if (!mask || sigpending(&due) != 0)
		return false;
	for (int number = 1; number < NSIG; number++)
		if (sigismember(&due, number) == 1 && sigismember(mask, number) == 0)
			return true;
	return false;
}

static int
waited(struct pollfd *fds, nfds_t count, const struct timespec *timeout, const sigset_t *mask)
{
	static int (*real)(struct pollfd *, nfds_t, const struct timespec *, const sigset_t *);
	bool noted = page && count == 1 && fds->fd == STDIN_FILENO && getpid() == owner;
	int ready;

	if (!real)
		real = (int (*)(struct pollfd *, nfds_t, const struct timespec *, const sigset_t *))dlsym(RTLD_NEXT, "ppoll");
	if (noted) {
		page->timeout_ms = timeout ? (int32_t)(timeout->tv_sec * 1000 + timeout->tv_nsec / 1000000) : INT32_MAX;
		page->entered++;
		page->waiting = 1;
		if (signal_is_due(mask))
			page->waiting = 0;
	}
	ready = real(fds, count, timeout, mask);
	if (noted)
		page->waiting = 0;
	return ready;
}

int
ppoll(struct pollfd *fds, nfds_t count, const struct timespec *timeout, const sigset_t *mask)
{
	return waited(fds, count, timeout, mask);
}

/* What -D_FORTIFY_SOURCE makes of it. */
int __ppoll_chk(struct pollfd *fds, nfds_t count, const struct timespec *timeout, const sigset_t *mask, size_t size);
int
__ppoll_chk(struct pollfd *fds, nfds_t count, const struct timespec *timeout, const sigset_t *mask, size_t size)
{
	(void)size;
	return waited(fds, count, timeout, mask);
}

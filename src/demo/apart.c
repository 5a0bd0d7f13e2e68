#include "demo/apart.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "demo/county.h"

#define TELL_MS 100 /* between two questions whether to stop, while nothing is heard */

/* What the process that makes the demonstration says, in one write each. */
struct said {
	enum { SAID_PROGRESS, SAID_END } kind;
	enum status status; /* of the end */
	int64_t done, all;
	char text[1024]; /* what is being done, or why it failed */
};

static void
say_progress(void *ctx, const char *what, int64_t done, int64_t all)
{
	struct said said = { .kind = SAID_PROGRESS, .done = done, .all = all };
	int to = *(const int *)ctx;

	snprintf(said.text, sizeof(said.text), "%s", what);
	if (write(to, &said, sizeof(said)) != (ssize_t)sizeof(said))
		_exit(1); /* nobody waits any more */
}

/* The process that makes the demonstration: signals end it, and so does the end of the one that waits for it. */
NO_RETURN static void
make_and_say(const struct demo_ask *ask, pid_t parent, int to)
{
	struct demo_ask own = *ask;
	struct said end = { .kind = SAID_END };
	struct err err = { 0 };
	sigset_t none;

	mem_set_exhausted_hook(NULL);
	for (int number = 1; number < NSIG; number++)
		signal(number, SIG_DFL);
	signal(SIGXFSZ, SIG_IGN); /* a full disk is a write that fails */
	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	own.progress = say_progress;
	own.ctx = &to;
	end.status = demo_county_make(&own, &err);
	snprintf(end.text, sizeof(end.text), "%s", err.text);
	_exit(write(to, &end, sizeof(end)) == (ssize_t)sizeof(end) ? 0 : 1);
}

/* Hears the process until its end; *stopped: `tell` wished to stop. False: it ended without a word. */
static bool
hear(int from, bool (*tell)(void *ctx, const char *what, int64_t done, int64_t all), void *ctx, struct said *last, bool *stopped)
{
	struct pollfd fd = { .fd = from, .events = POLLIN };
	ssize_t got;

	*last = (struct said){ .kind = SAID_PROGRESS };
	for (;;) {
		*stopped = tell(ctx, last->text, last->done, last->all);
		if (*stopped)
			return false;
		if (poll(&fd, 1, TELL_MS) <= 0)
			continue;
		got = read(from, last, sizeof(*last));
		if (got < 0 && errno == EINTR)
			continue;
		if (got != (ssize_t)sizeof(*last))
			return false;
		if (last->kind == SAID_END)
			return true;
	}
}

/* was_empty: all that is in the folder is the demonstration's, also before its mark lies there. */
static enum status
end_of(const struct said *last, bool heard, bool stopped, const char *dir, bool was_empty, struct err *err)
{
	struct err why = { 0 };

	if (heard && last->status)
		return err_set(err, last->status, "%s", last->text);
	if (heard)
		return STATUS_OK;
	/* What is left when this fails too is thrown away by the next demonstration. */
	if ((demo_is_unfinished(dir) || (was_empty && file_exists(dir))) && demo_throw_away(dir, &why))
		return err_set(err, why.status, "%s", why.text);
	return stopped ? err_set(err, STATUS_DENIED, _("stopped; nothing of the demonstration is kept"))
		       : err_set(err, STATUS_IO, _("the process that makes the demonstration was ended; nothing of it is kept"));
}

enum status
demo_county_make_apart(const struct demo_ask *ask, bool (*tell)(void *ctx, const char *what, int64_t done, int64_t all), void *ctx,
		       struct err *err)
{
	char *file = file_join(ask->dir, "county.louce");
	bool is_there = file_exists(file) && !demo_is_unfinished(ask->dir), was_empty = demo_folder_is_empty(ask->dir), heard, stopped;
	struct said last;
	int ends[2];
	pid_t parent = getpid(), child;

	free(file);
	if (is_there)
		return STATUS_OK;
	if (pipe(ends) != 0)
		return err_errno(err, errno, _("a process that makes the demonstration cannot be begun"));
	child = fork();
	if (child < 0) {
		enum status status = err_errno(err, errno, _("a process that makes the demonstration cannot be begun"));

		close(ends[0]);
		close(ends[1]);
		return status;
	}
	if (child == 0) {
		close(ends[0]);
		make_and_say(ask, parent, ends[1]);
	}
	close(ends[1]);
	heard = hear(ends[0], tell, ctx, &last, &stopped);
	if (!heard)
		kill(child, SIGKILL);
	close(ends[0]);
	while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
		continue;
	return end_of(&last, heard, stopped, ask->dir, was_empty, err);
}

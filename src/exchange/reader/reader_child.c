#include "exchange/reader/reader_child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "exchange/reader/lockdown.h"
#include "exchange/reader/reader_tables.h"

/* The child as a process: its rights, its two pipes, and the order of its work. */

/* ---- talking */

static void
write_all(struct reader_child *child, const uint8_t *bytes, size_t len)
{
	while (len > 0) {
		ssize_t put = write(child->out, bytes, len);

		if (put <= 0)
			reader_leave(1); /* the parent is gone */
		bytes += put;
		len -= (size_t)put;
	}
}

static void
flush(struct reader_child *child)
{
	write_all(child, child->buffer, child->filled);
	child->filled = 0;
}

void
reader_child_say(struct reader_child *child, const void *bytes, size_t len)
{
	if (child->filled + len > sizeof(child->buffer))
		flush(child);
	if (len > sizeof(child->buffer)) {
		write_all(child, bytes, len);
		return;
	}
	if (len)
		memcpy(child->buffer + child->filled, bytes, len);
	child->filled += len;
}

void
reader_child_say_frame(struct reader_child *child, enum frame_type type, size_t len)
{
	struct frame frame = { type, (uint32_t)len };

	reader_child_say(child, &frame, sizeof(frame));
}

void
reader_child_give_up(struct reader_child *child, enum fault_code code, unsigned table, int64_t row)
{
	struct fault fault = { code, table, row };

	reader_child_say_frame(child, FRAME_FAULT, sizeof(fault));
	reader_child_say(child, &fault, sizeof(fault));
	flush(child);
	reader_leave(0);
}

void
reader_child_hear(struct reader_child *child, uint8_t *answers, size_t count)
{
	size_t got = 0;

	flush(child);
	while (got < count) {
		ssize_t more = read(child->in, answers + got, count - got);

		if (more <= 0)
			reader_leave(1);
		got += (size_t)more;
	}
}

/* ---- its life */

static void
set_aside_rights(const struct reader_start *start)
{
	uint64_t size = start->on_disk < start->size ? start->on_disk : start->size; /* a hole costs nobody who made the file anything */
	struct rlimit none = { 0, 0 };
	/* A file that keeps the reader busy for ever is ended by the clock. */
	struct rlimit cpu = { 60 + (rlim_t)(size >> 22), 60 + (rlim_t)(size >> 22) };

	signal(SIGBUS, SIG_DFL); /* the parent says that the file is gone */
	setrlimit(RLIMIT_CORE, &none);
	setrlimit(RLIMIT_CPU, &cpu);
	prctl(PR_SET_PDEATHSIG, 9, 0, 0, 0);
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

void
reader_child(const struct reader_start *start)
{
	const uint64_t size = start->size;
	static struct reader_child child;      /* too large for a stack, and the only one of its process */
	int in = fcntl(start->in, F_DUPFD, 3); /* the pipes may be 0 and 1 already, the wrong way round */
	int out = fcntl(start->out, F_DUPFD, 3);

	if (dup2(in, 0) != 0 || dup2(out, 1) != 1)
		_exit(1);
	child.in = 0;
	child.out = 1;
	child.size = size;
	child.of = start->of;
	set_aside_rights(start);
	if (size > SIZE_MAX / 2)
		reader_child_give_up(&child, FAULT_LARGE, 0, 0);
	if (size > 0) {
		child.file = mmap(NULL, (size_t)size, PROT_READ, MAP_PRIVATE, start->fd, 0);
		if (child.file == MAP_FAILED)
			reader_child_give_up(&child, sizeof(void *) < 8 && errno == ENOMEM ? FAULT_LARGE : FAULT_MAP, 0, errno);
	}
	/* stderr stays, for a sanitizer's last words; the workspace's own files and everything else go. */
	if (!lockdown_close_from(3))
		reader_child_give_up(&child, FAULT_DESCRIPTORS, 0, errno);
	if (!reader_tables_open(&child))
		reader_child_give_up(&child, FAULT_START, 0, 0);
	if (!reader_lock_down())
		reader_child_give_up(&child, FAULT_LOCKDOWN, 0, errno);
	reader_tables_say(&child);
	reader_child_say_frame(&child, FRAME_END, 0);
	flush(&child);
	reader_leave(0);
	for (;;)
		continue;
}

#include "terminal.h"
#include "waits.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <utmp.h>

#include <cmocka.h>
#include <vterm.h>

#define DEADLINE_MS 60000 /* only a fault takes as long, on any machine, without drawing */
#define HANG_MS 600000	  /* nor this, whatever it draws */
#define ESC_MS 50	  /* a wait this short is for the rest of a sequence */
#define PAUSE_MS 1000	  /* a longer one: what was typed is kept, and nothing more is done by itself */
#define TEXT_MOST (256 * 1024)

struct pty {
	VTerm *vterm;
	VTermScreen *screen;
	int master, rows, cols;
	pid_t pid;
	bool ended, altscreen, cursor_visible, pasting, wide;
	char *raw;
	size_t raw_len;
	int status;
	size_t keys;
	struct termios before;
	char *text, *row;
	char tail[16]; /* the last bytes written, to find modes cut in two */
	struct waits_page *waits;
	uint32_t stale; /* the wait that a new window size ends */
};

static int64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int
on_property(VTermProp property, VTermValue *value, void *user)
{
	struct pty *pty = user;

	if (property == VTERM_PROP_ALTSCREEN)
		pty->altscreen = value->boolean;
	return 1;
}

static const VTermScreenCallbacks callbacks = { .settermprop = on_property };

/* The page that waits.so writes, and its descriptor, which the child inherits. */
static int
share_page(struct pty *pty)
{
	int fd = memfd_create("waits", MFD_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(ftruncate(fd, sizeof(*pty->waits)), 0);
	pty->waits = mmap(NULL, sizeof(*pty->waits), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	assert_true(pty->waits != MAP_FAILED);
	return fd;
}

/* In the child: waits.so is preloaded, before what the test itself preloads; and keys are quick there as everywhere. */
static void
preload_waits(int fd, const char *library)
{
	const char *other = getenv("LD_PRELOAD");
	char number[16], list[2048];

	fcntl(fd, F_SETFD, 0);
	snprintf(number, sizeof(number), "%d", fd);
	setenv(WAITS_FD, number, 1);
	snprintf(list, sizeof(list), "%s%s%s", library, other ? ":" : "", other ? other : "");
	setenv("LD_PRELOAD", list, 1);
}

struct pty *
pty_start(const char *const *argv, const char *const *env, int rows, int cols)
{
	struct pty *pty = calloc(1, sizeof(*pty));
	struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols };
	char library[1400];
	int slave, shared;

	assert_non_null(pty);
	snprintf(library, sizeof(library), "%s/tests/support/waits.so", getenv("LOUCE_BUILD"));
	assert_int_equal(access(library, R_OK), 0);
	snprintf(library + strlen(library), sizeof(library) - strlen(library), ":%s/tests/support/quick_keys.so", getenv("LOUCE_BUILD"));
	shared = share_page(pty);
	pty->rows = rows;
	pty->cols = cols;
	pty->text = malloc(TEXT_MOST);
	pty->row = malloc(TEXT_MOST);
	pty->cursor_visible = true;
	pty->vterm = vterm_new(rows, cols);
	vterm_set_utf8(pty->vterm, 1);
	pty->screen = vterm_obtain_screen(pty->vterm);
	vterm_screen_set_callbacks(pty->screen, &callbacks, pty);
	vterm_screen_enable_altscreen(pty->screen, 1);
	vterm_screen_reset(pty->screen, 1);
	assert_int_equal(openpty(&pty->master, &slave, NULL, NULL, &size), 0);
	tcgetattr(slave, &pty->before);
	pty->pid = fork();
	assert_true(pty->pid >= 0);
	if (pty->pid == 0) {
		close(pty->master);
		login_tty(slave);
		clearenv();
		putenv((char *)(uintptr_t) "PATH=/usr/bin:/bin");
		putenv((char *)(uintptr_t) "TERM=xterm-256color");
		putenv((char *)(uintptr_t) "LANG=C.UTF-8");
		putenv((char *)(uintptr_t) "TZ=Asia/Shanghai");
		putenv((char *)(uintptr_t) "ASAN_OPTIONS=detect_leaks=0:verify_asan_link_order=0");
		for (; *env; env++)
			putenv((char *)(uintptr_t)*env);
		preload_waits(shared, library);
		execvp(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	close(slave);
	close(shared);
	return pty;
}

static void
note_end(struct pty *pty)
{
	if (!pty->ended && waitpid(pty->pid, &pty->status, WNOHANG) == pty->pid)
		pty->ended = true;
}

void
pty_free(struct pty *pty)
{
	if (!pty)
		return;
	if (!pty->ended) {
		kill(pty->pid, SIGKILL);
		waitpid(pty->pid, &pty->status, 0);
	}
	if (pty->master >= 0)
		close(pty->master);
	munmap(pty->waits, sizeof(*pty->waits));
	vterm_free(pty->vterm);
	free(pty->text);
	free(pty->row);
	free(pty->raw);
	free(pty);
}

/* ---- what the program writes */

static void
note_modes(struct pty *pty, const char *bytes, size_t len)
{
	char joined[4096 + sizeof(pty->tail)];
	size_t tail = strlen(pty->tail), all;

	memcpy(joined, pty->tail, tail);
	memcpy(joined + tail, bytes, len);
	all = tail + len;
	for (size_t i = 0; i + 8 <= all; i++) {
		if (memcmp(joined + i, "\x1b[?2004h", 8) == 0)
			pty->pasting = true;
		if (memcmp(joined + i, "\x1b[?2004l", 8) == 0)
			pty->pasting = false;
	}
	/* Not as libvterm has it: it gives the cursor back as it was at the last ESC 7, which no terminal does. */
	for (size_t i = 0; i + 6 <= all; i++)
		if (memcmp(joined + i, "\x1b[?25", 5) == 0)
			pty->cursor_visible = joined[i + 5] == 'h';
	tail = all < 7 ? all : 7;
	memcpy(pty->tail, joined + all - tail, tail);
	pty->tail[tail] = '\0';
}

/* One read; false: nothing came in time, or the other end is gone. */
static bool
read_some(struct pty *pty, int timeout_ms)
{
	struct pollfd fd = { .fd = pty->master, .events = POLLIN };
	char bytes[4096];
	ssize_t got;

	if (pty->master < 0 || poll(&fd, 1, timeout_ms) <= 0)
		return false;
	got = read(pty->master, bytes, sizeof(bytes));
	if (got <= 0) {
		note_end(pty);
		return false;
	}
	note_modes(pty, bytes, (size_t)got);
	pty->raw = realloc(pty->raw, pty->raw_len + (size_t)got + 1);
	memcpy(pty->raw + pty->raw_len, bytes, (size_t)got);
	pty->raw_len += (size_t)got;
	pty->raw[pty->raw_len] = '\0';
	vterm_input_write(pty->vterm, bytes, (size_t)got);
	/* What a terminal answers (where its cursor stands, what it is). */
	got = (ssize_t)vterm_output_read(pty->vterm, bytes, sizeof(bytes));
	if (pty->wide && got > 3 && bytes[got - 1] == 'R') /* two characters, each a cell wider than it is drawn here */
		bytes[got - 2] = (char)(bytes[got - 2] + 2);
	if (got > 0 && write(pty->master, bytes, (size_t)got) != got)
		return false;
	return true;
}

/* Are there keys that the program has not read? */
static bool
has_unread_keys(struct pty *pty)
{
	int slave = ioctl(pty->master, TIOCGPTPEER, O_RDONLY | O_NOCTTY | O_NONBLOCK);
	struct pollfd fd = { .fd = slave, .events = POLLIN };
	bool unread = slave >= 0 && poll(&fd, 1, 0) > 0 && (fd.revents & POLLIN);

	if (slave >= 0)
		close(slave);
	return unread;
}

/* Has the program taken in all that was typed, and waits for a key for longer than `ms`? Then all it drew is read here too. In this order:
 * it stops waiting before it reads. */
static bool
is_at_rest(struct pty *pty, int ms)
{
	uint32_t entered;

	if (pty->ended || pty->master < 0)
		return true;
	if (has_unread_keys(pty))
		return false;
	entered = pty->waits->entered;
	if (!pty->waits->waiting || entered == pty->stale || pty->waits->timeout_ms <= ms || entered != pty->waits->entered)
		return false;
	while (read_some(pty, 0))
		continue;
	return true;
}

static void give_up(struct pty *pty, const char *what, const char *text);

/* Has a wait that began then lasted as long as nothing does, for a program that draws, or does not? */
static bool
is_late(int64_t began, bool draws)
{
	return now_ms() - began > (draws ? HANG_MS : DEADLINE_MS);
}

static void
wait_for_rest(struct pty *pty, int ms)
{
	int64_t began = now_ms();

	while (!is_at_rest(pty, ms)) {
		if (is_late(began, read_some(pty, 1)))
			give_up(pty, "never at rest", "");
	}
}

void
pty_rest(struct pty *pty)
{
	wait_for_rest(pty, ESC_MS);
}

void
pty_wait_kept(struct pty *pty)
{
	wait_for_rest(pty, PAUSE_MS);
}

static size_t
put_char(uint32_t c, char *out)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

static size_t
row_text(struct pty *pty, int row, char *out)
{
	size_t len = 0, kept = 0;

	for (int col = 0; col < pty->cols; col++) {
		VTermScreenCell cell;

		vterm_screen_get_cell(pty->screen, (VTermPos){ row, col }, &cell);
		if (cell.chars[0] == (uint32_t)-1) /* right half of a wide character */
			continue;
		if (cell.chars[0] == 0) {
			out[len++] = ' ';
			continue;
		}
		for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++)
			len += put_char(cell.chars[i], out + len);
		if (cell.chars[0] != ' ')
			kept = len;
	}
	out[kept] = '\0';
	return kept;
}

const char *
pty_row(struct pty *pty, int row)
{
	pty_rest(pty);
	row_text(pty, row, pty->row);
	return pty->row;
}

static const char *
screen_text(struct pty *pty)
{
	size_t len = 0;

	for (int row = 0; row < pty->rows; row++) {
		len += row_text(pty, row, pty->text + len);
		pty->text[len++] = '\n';
	}
	pty->text[len] = '\0';
	return pty->text;
}

const char *
pty_screen(struct pty *pty)
{
	pty_rest(pty);
	return screen_text(pty);
}

/* The text without blanks and line ends; the caller frees. */
static char *
without_blanks(const char *text)
{
	char *out = malloc(strlen(text) + 1), *to = out;

	for (; *text; text++)
		if (*text != ' ' && *text != '\n')
			*to++ = *text;
	*to = '\0';
	return out;
}

/* Does the text stand there, in a line or, where a sentence is wrapped between two characters or at a blank, over two? How long a path is decides
 * where. */
static bool
shows(struct pty *pty, const char *text)
{
	const char *screen = screen_text(pty);
	char *joined, *wanted;
	bool there = strstr(screen, text) != NULL;

	if (there || strchr(text, '\n')) /* who names the ends of lines means them */
		return there;
	joined = without_blanks(screen);
	wanted = without_blanks(text);
	there = *wanted && strstr(joined, wanted);
	free(joined);
	free(wanted);
	return there;
}

bool
pty_has(struct pty *pty, const char *text)
{
	pty_screen(pty);
	return shows(pty, text);
}

static void
give_up(struct pty *pty, const char *what, const char *text)
{
	char *line, *screen = strdup(screen_text(pty));

	fprintf(stderr, "# %s \"%s\"; the screen:\n", what, text);
	for (line = strtok(screen, "\n"); line; line = strtok(NULL, "\n"))
		fprintf(stderr, "# |%s\n", line);
	free(screen);
	fail_msg("%s \"%s\"", what, text);
}

/* Until the text stands there, or stands there no more, with the program at rest: what a page showed before the last key counts for nothing. */
static void
wait_until(struct pty *pty, const char *text, bool there, const char *what)
{
	int64_t began = now_ms();

	while (!is_at_rest(pty, ESC_MS) || shows(pty, text) != there) {
		bool draws = read_some(pty, 1), right = shows(pty, text) == there;

		if (!right && (is_late(began, draws) || (pty->ended && !draws)))
			give_up(pty, what, text);
		if (right && is_late(began, true))
			give_up(pty, "never at rest, with the screen as it should be about", text);
	}
}

void
pty_wait(struct pty *pty, const char *text)
{
	wait_until(pty, text, true, "never saw");
}

void
pty_wait_gone(struct pty *pty, const char *text)
{
	wait_until(pty, text, false, "still there:");
}

void
pty_wait_busy(struct pty *pty, const char *text)
{
	int64_t began = now_ms();

	while (!shows(pty, text)) {
		bool draws = read_some(pty, 1);

		if (is_late(began, draws) || (pty->ended && !draws))
			give_up(pty, "never saw", text);
	}
}

void
pty_wait_written(struct pty *pty, size_t bytes)
{
	int64_t until = now_ms() + DEADLINE_MS;

	while (pty->raw_len < bytes) {
		if (!read_some(pty, 100) && (now_ms() > until || pty->ended))
			give_up(pty, "wrote too little", "");
	}
}

/* ---- keys */

void
pty_type(struct pty *pty, const char *bytes)
{
	size_t len = strlen(bytes);

	while (len > 0) {
		/* The program may be writing as well: read, or both wait for ever. */
		ssize_t put = write(pty->master, bytes, len > 512 ? 512 : len);

		if (put <= 0)
			return;
		bytes += put;
		len -= (size_t)put;
		while (read_some(pty, 0))
			continue;
	}
}

static const struct {
	const char *name, *bytes;
} named[] = {
	{ "Enter", "\r" },     { "Esc", "\x1b" },     { "Tab", "\t" },	    { "BackTab", "\x1b[Z" }, { "Up", "\x1b[A" },
	{ "Down", "\x1b[B" },  { "Right", "\x1b[C" }, { "Left", "\x1b[D" }, { "Home", "\x1b[H" },    { "End", "\x1b[F" },
	{ "PgUp", "\x1b[5~" }, { "PgDn", "\x1b[6~" }, { "Del", "\x1b[3~" }, { "Bs", "\x7f" },	     { "Space", " " },
};

static void
one_word(struct pty *pty, const char *word)
{
	char control[2] = { 0 };

	for (size_t i = 0; i < sizeof(named) / sizeof(*named); i++)
		if (strcmp(word, named[i].name) == 0) {
			bool alone = strcmp(word, "Esc") == 0; /* not the start of a sequence */

			if (alone)
				pty_rest(pty);
			pty->keys++;
			pty_type(pty, named[i].bytes);
			if (alone)
				pty_rest(pty);
			return;
		}
	if (word[0] == '^' && word[1] >= 'A' && word[1] <= 'Z' && !word[2]) {
		control[0] = (char)(word[1] - '@');
		pty->keys++;
		pty_type(pty, control);
		return;
	}
	for (const char *at = word; *at; at++)
		pty->keys += ((unsigned char)*at & 0xc0) != 0x80;
	pty_type(pty, word);
}

void
pty_keys(struct pty *pty, const char *keys)
{
	char *copy = strdup(keys), *rest = NULL;

	for (char *word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
		one_word(pty, word);
	free(copy);
}

size_t
pty_key_count(const struct pty *pty)
{
	return pty->keys;
}

void
pty_paste(struct pty *pty, const char *text)
{
	if (pty->pasting)
		pty_type(pty, "\x1b[200~");
	pty_type(pty, text);
	if (pty->pasting)
		pty_type(pty, "\x1b[201~");
}

/* ---- the terminal */

void
pty_cursor(struct pty *pty, int *row, int *col)
{
	VTermPos at;

	pty_rest(pty);
	vterm_state_get_cursorpos(vterm_obtain_state(pty->vterm), &at);
	*row = at.row;
	*col = at.col;
}

bool
pty_altscreen(const struct pty *pty)
{
	return pty->altscreen;
}

bool
pty_cursor_visible(const struct pty *pty)
{
	return pty->cursor_visible;
}

void
pty_resize(struct pty *pty, int rows, int cols)
{
	struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols };

	bool changed = rows != pty->rows || cols != pty->cols;

	pty->rows = rows;
	pty->cols = cols;
	vterm_set_size(pty->vterm, rows, cols);
	ioctl(pty->master, TIOCSWINSZ, &size);
	if (changed && pty->waits->waiting) /* this wait ends by the signal */
		pty->stale = pty->waits->entered;
}

void
pty_signal(struct pty *pty, int number)
{
	if (!pty->ended) /* its number may be another's by now */
		kill(pty->pid, number);
}

void
pty_fill_disk(struct pty *pty, bool full)
{
	struct rlimit limit;

	assert_int_equal(prlimit(pty->pid, RLIMIT_FSIZE, NULL, &limit), 0);
	limit.rlim_cur = full ? 0 : limit.rlim_max;
	assert_int_equal(prlimit(pty->pid, RLIMIT_FSIZE, &limit, NULL), 0);
}

void
pty_hang_up(struct pty *pty)
{
	close(pty->master);
	pty->master = -1;
}

int
pty_wait_exit(struct pty *pty)
{
	int64_t until = now_ms() + DEADLINE_MS;

	while (!pty->ended) {
		if (!read_some(pty, 50)) {
			note_end(pty);
			if (pty->master < 0 && !pty->ended)
				poll(NULL, 0, 20);
		}
		if (!pty->ended && now_ms() > until)
			give_up(pty, "never ended", "");
	}
	while (read_some(pty, 0))
		continue;
	return pty->status;
}

bool
pty_is_restored(struct pty *pty)
{
	struct termios after;

	if (tcgetattr(pty->master, &after) != 0)
		return false;
	return !pty->altscreen && pty->cursor_visible && !pty->pasting && after.c_lflag == pty->before.c_lflag &&
	       after.c_iflag == pty->before.c_iflag && after.c_oflag == pty->before.c_oflag;
}

const char *
pty_raw(const struct pty *pty, size_t *len)
{
	*len = pty->raw_len;
	return pty->raw ? pty->raw : "";
}

void
pty_set_wide(struct pty *pty)
{
	pty->wide = true;
}

void
pty_wait_stopped(struct pty *pty)
{
	int64_t until = now_ms() + DEADLINE_MS;
	int status;

	while (waitpid(pty->pid, &status, WNOHANG | WUNTRACED) != pty->pid || !WIFSTOPPED(status)) {
		read_some(pty, 20);
		if (now_ms() > until)
			give_up(pty, "never stopped", "");
	}
	while (read_some(pty, 0))
		continue;
}

bool
pty_has_ended(struct pty *pty)
{
	note_end(pty);
	return pty->ended;
}

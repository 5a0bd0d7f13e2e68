#include "app/session/person.h"
#include "app/session/workspace.h"
#include "ui/loop.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "ui/paint.h"
#include "ui/screen.h"
#include "ui/stack.h"

/* Signals are blocked except while the loop waits, so none is lost between looking at its flag and going to sleep. */

#define ESC_MS 50		 /* how long the rest of a sequence may take */
#define PASTE_MS 2000		 /* the rest of a paste may take, over a slow line */
#define PAUSE_MS 1000		 /* pause after the last key until a page keeps what was typed */
#define WORK_SHOW_MS 250	 /* so often what work in the background has come to is shown */
#define NOTICE_S 3		 /* so often an idle page looks whether another window or command wrote the file */
#define LOCK_MS (10 * 60 * 1000) /* idle time after which the session locks */

static volatile sig_atomic_t got_winch, got_end, got_stop;

static void
on_signal(int number)
{
	if (number == SIGWINCH)
		got_winch = 1;
	else if (number == SIGTSTP)
		got_stop = 1;
	else
		got_end = number;
}

struct loop {
	struct ui ui;
	struct stack stack;
	struct decoder decoder;
	struct paint *paint;
	struct canvas canvas;
	sigset_t waiting; /* the mask while the loop waits */
	int64_t shown_ms; /* when the page was painted last */
	bool dirty, gone, idle_done, keep_done, pause_done;
};

static struct loop *running; /* only for the hook of exhausted memory */

static void
out_of_memory(void)
{
	if (!running)
		return;
	paint_pause(running->paint);
}

static void
block_signals(struct loop *loop)
{
	static const int numbers[] = { SIGWINCH, SIGTSTP, SIGHUP, SIGTERM, SIGINT, SIGQUIT };
	struct sigaction action = { .sa_handler = on_signal };
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++) {
		sigaddset(&set, numbers[i]);
		sigaction(numbers[i], &action, NULL);
	}
	sigprocmask(SIG_BLOCK, &set, &loop->waiting);
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
		sigdelset(&loop->waiting, numbers[i]);
	signal(SIGPIPE, SIG_IGN);
}

/* Forbids core dumps, because memory holds secrets that a crash would write to a disk. */
static void
no_core_dumps(void)
{
	struct rlimit none = { 0, 0 };

	setrlimit(RLIMIT_CORE, &none);
	prctl(PR_SET_DUMPABLE, 0);
}

static void
fit(struct loop *loop)
{
	int rows, cols;

	paint_size(loop->paint, &rows, &cols);
	if (rows != loop->canvas.rows || cols != loop->canvas.cols) {
		canvas_release(&loop->canvas);
		canvas_init(&loop->canvas, rows, cols);
	}
	loop->canvas.fine_lines = loop->ui.fine_lines = paint_fine_lines(loop->paint);
	loop->canvas.colours = loop->ui.colours = paint_colours(loop->paint);
	loop->ui.rows = rows;
	loop->ui.cols = cols;
}

static void
show(struct loop *loop)
{
	struct screen *top = stack_top(&loop->stack);

	if (!top)
		return;
	screen_draw(top, &loop->ui, &loop->canvas);
	paint_canvas(loop->paint, &loop->canvas);
	loop->ui.painted++;
	loop->shown_ms = clock_monotonic_ms();
	loop->dirty = false;
}

static void
show_busy(struct ui *ui, const char *what)
{
	struct loop *loop = ui->terminal;
	enum toast kind = ui->toast_kind;
	char *said = ui->toast;

	/* A message of this key is kept and shown again after the busy note. */
	ui->toast = NULL;
	ui_say(ui, TOAST_SAID, "%s", what);
	show(loop);
	ui_hush(ui);
	ui->toast_kind = kind;
	ui->toast = said;
}

static void
read_bytes(struct loop *loop)
{
	char bytes[4096];
	ssize_t got = read(STDIN_FILENO, bytes, sizeof(bytes));

	if (got > 0)
		decoder_feed(&loop->decoder, bytes, (size_t)got);
	else if (got == 0 || (errno != EAGAIN && errno != EINTR))
		loop->gone = true; /* the terminal hung up */
}

static bool
is_stopped(struct ui *ui)
{
	struct loop *loop = ui->terminal;
	struct pollfd fd = { .fd = STDIN_FILENO, .events = POLLIN };
	const struct timespec now = { 0 };
	struct ui_key key;
	bool stopped = false;

	if (ppoll(&fd, 1, &now, &loop->waiting) > 0) /* signals are let in too */
		read_bytes(loop);
	while (decoder_next(&loop->decoder, true, &key)) {
		stopped |= key.kind == UI_KEY_ESC;
		if (key.kind != UI_KEY_ESC)
			paint_bell(loop->paint);
	}
	return stopped || got_end || loop->gone;
}

static void
drop_typeahead(struct loop *loop)
{
	struct pollfd fd = { .fd = STDIN_FILENO, .events = POLLIN };
	char bytes[4096];

	while (poll(&fd, 1, 0) > 0 && read(STDIN_FILENO, bytes, sizeof(bytes)) > 0)
		continue;
	decoder_release(&loop->decoder);
	decoder_init(&loop->decoder);
}

static void
suspend(struct loop *loop)
{
	stack_leave(&loop->stack, &loop->ui);
	paint_pause(loop->paint);
	raise(SIGSTOP);
	paint_resume(loop->paint);
	fit(loop);
	stack_resized(&loop->stack, &loop->ui);
	loop->dirty = true;
}

static bool
suspends(const struct loop *loop)
{
	const struct screen *top = stack_top(&loop->stack);

	if (top && top->class->holds)
		return false;
	return !loop->ui.app || !app_person_name(loop->ui.app) || (top && top->class->suspends);
}

static void
one_key(struct loop *loop, const struct ui_key *key)
{
	struct screen *before = stack_top(&loop->stack), *after;
	bool small = loop->ui.rows < SCREEN_ROWS || loop->ui.cols < SCREEN_COLS;

	loop->ui.last_key_ms = clock_monotonic_ms();
	loop->dirty = true;
	loop->idle_done = loop->keep_done = loop->pause_done = false;
	if (key->kind == UI_KEY_CTRL && key->c == 'Z' && suspends(loop)) {
		suspend(loop);
		return;
	}
	if (key->kind == UI_KEY_CTRL && key->c == 'L') {
		paint_redraw(loop->paint);
		return;
	}
	if (small) /* the effect of keys could not be seen */
		return;
	if (key->kind == UI_KEY_INVALID) {
		paint_bell(loop->paint);
		return;
	}
	loop->ui.keys_pressed++;
	stack_key(&loop->stack, &loop->ui, key);
	loop->dirty = true; /* even when the page was shown in between */
	after = stack_top(&loop->stack);
	if (((after != before && after && after->class->drops_typeahead) || loop->ui.asks) && !loop->stack.quit) {
		loop->ui.asks = false;
		/* Keys typed before the prompt appears are dropped; keys typed at its sight count. */
		drop_typeahead(loop);
		show(loop);
	}
}

static void
all_keys(struct loop *loop, bool no_more)
{
	struct ui_key key;

	while (!loop->stack.quit && decoder_next(&loop->decoder, no_more, &key))
		one_key(loop, &key);
}

/* A slice of background work while no key waits; true: there is more. */
static bool
work(struct loop *loop)
{
	struct screen *top = stack_top(&loop->stack);
	struct pollfd fd = { .fd = STDIN_FILENO, .events = POLLIN };

	if (loop->idle_done || !top || !screen_acting(top)->idle)
		return false;
	if (poll(&fd, 1, 0) > 0)
		return true;
	if (top->class->idle(top, &loop->ui)) {
		loop->dirty |= clock_monotonic_ms() - loop->shown_ms >= WORK_SHOW_MS;
		return true;
	}
	loop->idle_done = true;
	loop->dirty = true;
	return false;
}

/* What was typed is kept as soon as it is painted and no further key waits. */
static void
keep_page(struct loop *loop)
{
	struct screen *top = stack_top(&loop->stack);

	if (loop->keep_done || decoder_is_waiting(&loop->decoder) || !top || !top->class->keep)
		return;
	loop->keep_done = true;
	top->class->keep(top, &loop->ui);
}

/* Milliseconds until the page keeps what was typed; -1: nothing to keep, or kept already. */
static long
until_pause(const struct loop *loop)
{
	const struct screen *top = stack_top(&loop->stack);
	int64_t since = clock_monotonic_ms() - loop->ui.last_key_ms;

	if (loop->pause_done || !top || !top->class->pause)
		return -1;
	return since >= PAUSE_MS ? 0 : (long)(PAUSE_MS - since);
}

static void
pause_page(struct loop *loop)
{
	struct screen *top = stack_top(&loop->stack);

	if (until_pause(loop) != 0)
		return;
	loop->pause_done = true;
	top->class->pause(top, &loop->ui);
}

static void
lock_when_idle(struct loop *loop)
{
	if (!loop->ui.app || !app_person_name(loop->ui.app) || clock_monotonic_ms() - loop->ui.last_key_ms < LOCK_MS)
		return;
	stack_lock(&loop->stack, &loop->ui);
	loop->dirty = true;
}

/* Says events beside the act, below the act's own message. */
static void
tell(struct loop *loop)
{
	struct ui *ui = &loop->ui;
	char *said = ui->app ? app_take_said(ui->app) : NULL, *before;

	if (!said)
		return;
	before = mem_strdup(ui->toast_kind == TOAST_NONE ? "" : ui->toast);
	ui_say(ui, TOAST_BAD, "%s%s%s", before, *before ? "\n" : "", said);
	free(before);
	free(said);
	stack_resized(&loop->stack, ui); /* the page has fewer rows now */
}

static void
one_turn(struct loop *loop)
{
	struct pollfd fd = { .fd = STDIN_FILENO, .events = POLLIN };
	struct timespec timeout = { .tv_sec = NOTICE_S };
	bool waits = decoder_is_waiting(&loop->decoder), more;
	long pause_ms;
	int ready;

	if (loop->dirty) {
		tell(loop);
		show(loop);
	}
	if ((loop->ui.seen != loop->ui.painted || !loop->keep_done) && poll(&fd, 1, 0) == 0) {
		loop->ui.seen = loop->ui.painted;
		keep_page(loop);
	}
	more = work(loop);
	if (more) {
		timeout = (struct timespec){ 0 };
	} else if (loop->dirty) {
		return;
	} else if (waits) {
		long ms = loop->decoder.pasting ? PASTE_MS : ESC_MS;

		timeout = (struct timespec){ .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };
	}
	pause_ms = waits ? -1 : until_pause(loop);
	if (!more && pause_ms >= 0)
		timeout = (struct timespec){ .tv_sec = pause_ms / 1000, .tv_nsec = pause_ms % 1000 * 1000000 };
	ready = ppoll(&fd, 1, &timeout, &loop->waiting);
	if (got_winch) {
		got_winch = 0;
		paint_resized(loop->paint);
		fit(loop);
		stack_resized(&loop->stack, &loop->ui);
		loop->dirty = true;
	}
	if (got_stop) {
		got_stop = 0;
		suspend(loop);
	}
	lock_when_idle(loop); /* before the key: the first one after the laptop slept must not find the session open */
	if (ready > 0) {
		if (fd.revents & POLLIN)
			read_bytes(loop);
		else
			loop->gone = true;
		all_keys(loop, false);
	} else if (ready == 0 && !more) {
		all_keys(loop, true);
		pause_page(loop);
		if (stack_notice(&loop->stack, &loop->ui)) {
			loop->dirty = true;
			loop->idle_done = false;
		}
	}
}

int
loop_run(const char *lang, const struct loop_pages *pages)
{
	struct loop loop = { .ui = { .lang = lang,
				     .help = pages->help,
				     .day = pages->day,
				     .said_page = pages->said,
				     .house = pages->house,
				     .pair = pages->pair,
				     .last_key_ms = clock_monotonic_ms() },
			     .dirty = true };
	struct err err = { 0 };
	char *unkept;
	bool ended;

	if (strncmp(getenv("TERM") ? getenv("TERM") : "", "linux", 5) == 0 && strcmp(lang, "zh") == 0) {
		/* The sentence is in ASCII, because this console draws nothing else. */
		fputs("louce: this console cannot draw Chinese characters.\n"
		      "louce: open it in a window of the desktop, or run: fbterm louce\n"
		      "louce: or in English: louce --lang en\n",
		      stderr);
		return 2;
	}
	block_signals(&loop); /* before the terminal is changed: a signal is answered once the terminal can be given back */
	decoder_init(&loop.decoder);
	if (paint_start(&loop.decoder, &loop.paint, &err)) {
		fprintf(stderr, "louce: %s\n", err.text);
		decoder_release(&loop.decoder);
		return 2;
	}
	no_core_dumps();
	running = &loop;
	mem_set_exhausted_hook(out_of_memory);
	loop.ui.busy = show_busy;
	loop.ui.is_stopped = is_stopped;
	loop.ui.terminal = &loop;
	fit(&loop);
	stack_push(&loop.stack, &loop.ui, pages->first(&loop.ui, pages->ctx));
	while (!loop.stack.quit && !got_end && !loop.gone)
		one_turn(&loop);
	ended = got_end || loop.gone;
	unkept = stack_leave_all(&loop.stack, &loop.ui);
	stack_release(&loop.stack, &loop.ui);
	if (loop.ui.app)
		app_close(loop.ui.app);
	free(loop.ui.inbox);
	running = NULL;
	paint_stop(loop.paint);
	if (unkept)
		fprintf(stderr, "louce: %s\n", unkept);
	free(unkept);
	decoder_release(&loop.decoder);
	canvas_release(&loop.canvas);
	return ended ? 1 : 0;
}

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/people/doubts.h"
#include "app/people/people.h"
#include "app/people/request.h"
#include "app/session/unlock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/page/confirm.h"
#include "ui/page/listview.h"
#include "ui/people/facts.h"
#include "ui/people/people.h"
#include "ui/screen.h"

/* Many requests at once: under each stands the half of its code that the office reads aloud, and the half that is heard is typed beside it. A
 * request whose half agrees is ticked, with all that the same key asks for; one passphrase gives all ticked ones. Where somebody stands here
 * already who may be the one who asks, a further key says that he was asked. */

enum { COMMAND_GIVE = 1, COMMAND_ALONE, COMMAND_UNTICK, COMMAND_ASKED, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("give the ticked ones"), COMMAND_GIVE, true },
	{ UI_KEY_CHAR, 'o', "o", N_("open this one"), COMMAND_ALONE, true },
	{ UI_KEY_CHAR, ' ', N_("Space"), N_("untick"), COMMAND_UNTICK, true },
	{ UI_KEY_CHAR, 'y', "y", N_("I asked who it is: tick"), COMMAND_ASKED, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

#define HALF_DIGITS (REQUEST_CODE_DIGITS / 2)

struct grant {
	struct app_holder holder;
	char heard[HALF_DIGITS + 1];
	bool ticked;
	bool doubted; /* the half agrees, and somebody of this number or name stands here already */
	bool asked;   /* ... and somebody was asked who it is */
	bool with;    /* the half of another request of the same key was heard */
};

struct grants_state {
	struct grant *items;
	size_t count;
	bool stale; /* another page or window may have answered some */
	struct list_view list;
};

/* ---- the requests that this person may grant */

/* What was heard of a request outlives reading the list anew. */
static void
keep_heard(const struct grants_state *before, struct grant *grant)
{
	for (size_t i = 0; i < before->count; i++)
		if (id_equal(&before->items[i].holder.credential, &grant->holder.credential)) {
			struct app_holder read_anew = grant->holder;

			*grant = before->items[i];
			grant->holder = read_anew;
		}
}

static void
release_grants(struct grant *items, size_t count)
{
	for (size_t i = 0; i < count; i++)
		app_holder_release(&items[i].holder);
	free(items);
}

/* Whoever asks to become a county officer is named by the officers, not given the right. */
static bool
is_given_among_many(const struct app_holder *holder)
{
	return app_holder_kind(holder) == HOLDER_ASKS && holder_is_given_here(holder) && !holder->may_be_officer;
}

static enum status
read_requests(struct grants_state *state, struct ui *ui, struct err *err)
{
	struct app_people people = { 0 };
	struct grant *items;
	size_t count = 0;
	enum status status = app_requests(ui->app, &people, err);

	if (status)
		return status;
	items = mem_array(people.count, sizeof(*items));
	for (size_t i = 0; i < people.count; i++) {
		if (!is_given_among_many(&people.items[i]))
			continue;
		app_holder_copy(&people.items[i], &items[count].holder);
		keep_heard(state, &items[count++]);
	}
	app_people_release(&people);
	release_grants(state->items, state->count);
	state->items = items;
	state->count = count;
	state->stale = false;
	return STATUS_OK;
}

static size_t
ticked_count(const struct grants_state *state)
{
	size_t count = 0;

	for (size_t i = 0; i < state->count; i++)
		count += state->items[i].ticked;
	return count;
}

/* ---- the page */

struct grants_page {
	const struct grants_state *state;
	const struct ui *ui;
};

static void
grant_text(const void *ctx, size_t index, struct buf *out)
{
	const struct grants_page *page = ctx;
	char *right = holder_right_text(page->ui, &page->state->items[index].holder);

	buf_text_add(out, right);
	free(right);
}

#define MARK_COLS 4  /* before the name */
#define READ_COLS 24 /* before the half that is read */
#define GAP_COLS 3   /* between the halves */

static void
draw_grant(const void *ctx, size_t index, bool chosen, struct area area, struct canvas *canvas)
{
	const struct grants_page *page = ctx;
	const struct grant *grant = &page->state->items[index];
	struct area head = area_top(area, 1), code = area_inside(area_below(area, 1), MARK_COLS, 0);
	char typed[CODE_HALF + 1];
	struct buf text = { 0 };

	grant_text(ctx, index, &text);
	canvas_textn(canvas, head.row, head.col, MARK_COLS, grant->ticked ? GOOD : PLAIN, grant->ticked ? "[x]" : "[ ]", 3);
	head = area_inside(head, MARK_COLS, 0);
	canvas_line(canvas, &head, chosen ? CHOSEN : PLAIN, buf_text(&text));
	buf_release(&text);
	if (grant->doubted || grant->with) {
		canvas_line(canvas, &code, grant->doubted ? WARN : GOOD,
			    grant->doubted ? _("Somebody of this name or number stands here already: o shows who, y when you asked.")
					   : _("The same key: heard with another request of it."));
		return;
	}
	request_group_digits(grant->heard, typed);
	canvas_column(canvas, &code, READ_COLS, FAINT, _("you read, you hear"));
	canvas_textn(canvas, code.row, code.col, code.cols, ACCENT, grant->holder.code, CODE_HALF);
	code = area_inside(code, CODE_HALF + GAP_COLS, 0);
	canvas_textn(canvas, code.row, code.col, code.cols, grant->ticked ? GOOD : BOLD, typed, strlen(typed));
	if (chosen && !grant->ticked)
		canvas_cursor(canvas, code.row, code.col + (int)strlen(typed));
}

static struct list_rows
rows_of(const struct grants_page *page)
{
	return (struct list_rows){ .count = page->state->count, .ctx = page, .text = grant_text, .draw = draw_grant, .lines = 2 };
}

static struct area
list_area(const struct ui *ui)
{
	return area_below(area_inside(ui_body(ui), 1, 1), 2);
}

static void
grants_recalc(struct screen *screen, struct ui *ui)
{
	struct grants_state *state = screen->state;
	const struct grants_page page = { state, ui };
	struct list_rows rows;
	struct err err = { 0 };

	if (state->stale && read_requests(state, ui, &err)) {
		screen_unread(screen, &err);
		return;
	}
	rows = rows_of(&page);
	list_view_fit(&state->list, &rows, list_area(ui));
}

static void
grants_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct grants_state *state = screen->state;
	const struct grants_page page = { state, ui };
	const struct list_rows rows = rows_of(&page);
	struct area head = area_inside(ui_body(ui), 1, 1), none = area_inside(list_area(ui), 2, 1);
	char line[200];

	snprintf(line, sizeof(line), _("%zu ask, %zu are ticked. A request is ticked when all 16 digits that you hear agree."),
		 state->count, ticked_count(state));
	canvas_line(canvas, &head, FAINT, line);
	if (!state->count)
		canvas_line(canvas, &none, PLAIN, _("Nobody asks for a right that you may give."));
	list_view_draw(&state->list, &rows, canvas);
}

static const char *
grants_note(const struct screen *screen)
{
	return ((const struct grants_state *)screen->state)->list.note;
}

/* ---- ticking */

/* Goes on to the next request that is not ticked yet, round to the first. */
static void
next_unticked(struct grants_state *state)
{
	for (size_t i = 1; i <= state->count; i++) {
		size_t at = (state->list.chosen + i) % state->count;

		if (!state->items[at].ticked && !state->items[at].doubted) {
			state->list.chosen = at;
			return;
		}
	}
}

/* Goes on to the next request that somebody must be asked about. */
static void
next_doubted(struct grants_state *state)
{
	size_t at = state->list.chosen;

	while (at < state->count && !state->items[at].doubted)
		at++;
	if (at < state->count)
		state->list.chosen = at;
}

/* The request of the same key, this one or another, whose half was heard; NULL: none. */
static const struct grant *
heard_of(const struct grants_state *state, const struct grant *grant)
{
	for (size_t i = 0; i < state->count; i++)
		if (app_holder_same_key(&state->items[i].holder, &grant->holder) &&
		    request_half_is_heard(grant->heard, state->items[i].holder.code))
			return &state->items[i];
	return NULL;
}

/* The half agrees: is there nothing to ask first? */
static enum status
tick(struct ui *ui, struct grant *grant, struct err *err)
{
	struct request_doubts doubts;
	enum status status = app_request_doubts(ui->app, &grant->holder.credential, &doubts, err);

	if (status)
		return status;
	grant->doubted = doubts.count > 0;
	grant->ticked = !grant->doubted;
	app_request_doubts_release(&doubts);
	return STATUS_OK;
}

/* All digits are typed: do they agree? Then they do for all that this key asks for: each request is signed with it. */
static void
judge(struct grants_state *state, struct ui *ui, struct grant *grant)
{
	const struct grant *heard = heard_of(state, grant);
	struct err err = { 0 };
	enum status status = STATUS_OK;

	if (!heard) {
		*grant->heard = '\0';
		ui_say(ui, TOAST_BAD, "%s",
		       _("That is not the code of this request. Listen once more; if it differs again, give nothing."));
		return;
	}
	for (size_t i = 0; i < state->count && !status; i++) {
		struct grant *at = &state->items[i];

		if (at->ticked || at->doubted || !app_holder_same_key(&at->holder, &heard->holder))
			continue;
		status = tick(ui, at, &err);
		at->with = !status && at != heard;
	}
	if (status) {
		*grant->heard = '\0';
		ui_fail(ui, &err);
		return;
	}
	next_unticked(state);
}

/* A digit of the half that is heard; false: the key is none. */
static bool
digit_key(struct grants_state *state, struct ui *ui, const struct ui_key *key)
{
	struct grant *grant = state->count ? &state->items[state->list.chosen] : NULL;
	size_t len = grant ? strlen(grant->heard) : 0;
	uint32_t c;

	if (!grant || grant->ticked || grant->doubted)
		return false;
	if (key->kind == UI_KEY_BACKSPACE) {
		if (len)
			grant->heard[len - 1] = '\0';
		return true;
	}
	c = ui_key_ascii(key);
	if (c == ' ' && len) /* digits are read and written in groups */
		return true;
	if (!c || !isxdigit((int)c) || len >= HALF_DIGITS)
		return false;
	grant->heard[len] = (char)tolower((int)c);
	grant->heard[len + 1] = '\0';
	if (len + 1 == HALF_DIGITS)
		judge(state, ui, grant);
	return true;
}

/* ---- giving */

/* Gives one right. A right that was given a moment before may have made its holder one who stands here already: then it is asked first, too. */
static enum status
give_one(struct ui *ui, struct grant *grant, struct err *err)
{
	struct request_doubts doubts = { 0 };
	struct id credential;
	enum status status = grant->asked ? STATUS_OK : app_request_doubts(ui->app, &grant->holder.credential, &doubts, err);

	if (!status && doubts.count) {
		grant->doubted = true;
		status = err_set(err, STATUS_CONFLICT, _("somebody of the name or number of \"%s\" stands here already; ask who it is"),
				 grant->holder.name);
	}
	app_request_doubts_release(&doubts);
	return status ? status : app_issue(ui->app, &grant->holder.credential, &credential, err);
}

static enum status
do_give(struct ui *ui, void *ctx, const char *passphrase, char **result, struct err *err)
{
	struct grants_state *state = ctx;
	size_t given = 0, all = ticked_count(state);
	bool waits = false;
	enum status status = app_confirm(ui->app, passphrase, err);

	for (size_t i = 0; i < state->count && !status; i++) {
		struct grant *grant = &state->items[i];
		struct err why = { 0 };

		if (!grant->ticked)
			continue;
		grant->ticked = grant->with = false; /* given, or to be heard again */
		*grant->heard = '\0';
		status = give_one(ui, grant, &why);
		if (status) {
			err_set(err, status, _("%zu of %zu rights are given; then: %s"), given, all, why.text);
		} else {
			waits |= grant->holder.issues.count > 0;
			given++;
		}
	}
	if (!status)
		*result = mem_printf(
			_("%zu rights are given.%s\n\nThey travel back on one stick: x on the first page, e, to everybody; all their laptops take in that one file."),
			given, waits ? _(" Those who may give others the right wait for more county officers to agree (o).") : "");
	state->stale = true;
	return status;
}

/* What the passphrase says yes to: of what failed half-way the rest is heard again. */
static char *
give_words(struct ui *ui, void *ctx, struct err *err)
{
	const struct grants_state *state = ctx;
	struct buf text = { 0 };

	if (!ticked_count(state)) {
		(void)err_set(err, STATUS_INVALID, "%s", _("None is ticked: type the half that the other side reads to you."));
		return NULL;
	}
	buf_printf(&text, _("%zu rights are given, to"), ticked_count(state));
	for (size_t i = 0; i < state->count; i++)
		if (state->items[i].ticked) {
			char *right = holder_right_text(ui, &state->items[i].holder); /* whole */

			buf_printf(&text, "\n- %s", right);
			free(right);
		}
	return buf_detach(&text);
}

static struct action
give(struct grants_state *state, struct ui *ui)
{
	struct err err = { 0 };
	struct confirmation asked = {
		.text = give_words(ui, state, &err), .act = do_give, .words = give_words, .ctx = state, .stay = true
	};

	if (!asked.text) {
		ui_fail(ui, &err);
		return STAY;
	}
	asked.title = mem_strdup(_("Give many rights at once"));
	return (struct action){ ACTION_PUSH, confirm_screen(asked) };
}

static struct action
grants_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct grants_state *state = screen->state;
	const struct grants_page page = { state, ui };
	const struct list_rows rows = rows_of(&page);
	struct grant *grant = state->count ? &state->items[state->list.chosen] : NULL;

	if (list_view_move(&state->list, &rows, key) || digit_key(state, ui, key))
		return STAY;
	switch (command) {
	case COMMAND_GIVE:
		return give(state, ui);
	case COMMAND_ALONE:
		return grant ? (struct action){ ACTION_PUSH, holder_screen(ui, &grant->holder) } : STAY;
	case COMMAND_UNTICK:
		if (grant) {
			grant->ticked = grant->doubted = grant->asked = grant->with = false;
			*grant->heard = '\0';
		}
		return STAY;
	case COMMAND_ASKED:
		if (grant && grant->doubted) {
			grant->doubted = false;
			grant->asked = grant->ticked = true;
			next_doubted(state);
		}
		return STAY;
	case COMMAND_BACK:
		return BACK;
	}
	return STAY;
}

static void
grants_forget(struct screen *screen, struct ui *ui)
{
	(void)ui;
	((struct grants_state *)screen->state)->stale = true;
}

static void
grants_close(struct screen *screen, struct ui *ui)
{
	struct grants_state *state = screen->state;

	(void)ui;
	release_grants(state->items, state->count);
	list_view_release(&state->list);
	free(state);
}

static const char *
grants_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen, (void)ui;
	return _("Give many rights at once");
}

static const struct screen_class grants_class = {
	.name = "grants",
	.about = N_(
		"Gives many rights at once. Type the digits each person reads to you: that ticks his request; Enter goes on to the signature."),
	.bindings = bindings,
	.also = MOVE_ONLY_BINDINGS,
	.title = grants_title,
	.note = grants_note,
	.recalc = grants_recalc,
	.draw = grants_draw,
	.key = grants_key,
	.forget = grants_forget,
	.leave = grants_forget,
	.close = grants_close,
};

struct screen *
grants_screen(struct ui *ui)
{
	struct grants_state *state = mem_alloc(sizeof(*state));

	(void)ui;
	state->stale = true;
	return screen_new(&grants_class, state);
}

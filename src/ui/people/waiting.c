#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/people/officers.h"
#include "app/people/follow.h"
#include "app/people/publish.h"
#include "app/people/waiting.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/page/confirm.h"
#include "ui/page/listview.h"
#include "ui/page/text.h"
#include "ui/people/people.h"
#include "ui/screen.h"

/* What waits for the county's officers to agree: marked one by one, signed with one passphrase. */

enum { COMMAND_MARK = 1, COMMAND_SIGN, COMMAND_READ, COMMAND_NEW, COMMAND_PUBLISH, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_CHAR, '1', "1", N_("I agree"), COMMAND_MARK, true },
	{ UI_KEY_CHAR, ' ', NULL, NULL, COMMAND_MARK, false },
	{ UI_KEY_CHAR, 's', "s", N_("sign what I agree to"), COMMAND_SIGN, true },
	{ UI_KEY_CHAR, 'n', "n", N_("name officers anew"), COMMAND_NEW, true },
	{ UI_KEY_CHAR, 'p', "p", N_("publish forms"), COMMAND_PUBLISH, true },
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("read it all"), COMMAND_READ, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

struct waiting_state {
	struct app_waiting_list waiting;
	bool read;    /* what waits, since the page came to the top */
	bool *marked; /* by row */
	size_t marked_count;
	struct list_view list;
};

static bool
is_marked(const struct waiting_state *state, const struct id *step)
{
	for (size_t i = 0; i < state->waiting.count; i++)
		if (id_equal(&state->waiting.items[i].step, step))
			return state->marked[i];
	return false;
}

/* What a revocation does, by its reason; "lifted" and others may come from other programs. */
static const char *
revocation_words(const char *reason)
{
	if (reason && strcmp(reason, "stolen") == 0)
		return _("Right taken back, lost or stolen");
	if (reason && strcmp(reason, "mistake") == 0)
		return _("Right taken back, given by mistake");
	if (reason && strcmp(reason, "lifted") == 0)
		return _("Right given back");
	return _("Right taken back, has left");
}

/* One waiting step, in a sentence; caller frees. */
static char *
waiting_text(const struct ui *ui, const struct app_waiting *waiting)
{
	const char *name = waiting->credential.name ? waiting->credential.name : "?", *reason = waiting->revocation.reason;
	char *place, *names, *text = NULL;

	switch (waiting->kind) {
	case WAITING_PACK:
		return mem_printf(_("Forms and rules, version %lld"), (long long)waiting->pack.version);
	case WAITING_GENESIS:
		names = names_text(ui, &waiting->genesis.officers, false);
		text = mem_printf(_("County officers from now on: %s; %lld must agree%s"), names, (long long)waiting->genesis.threshold,
				  waiting->genesis.receiver_changes ? _("; another laptop writes the receipts") : "");
		free(names);
		return text;
	case WAITING_CREDENTIAL:
		place = holder_place(ui, waiting->credential.role, &waiting->credential.areas);
		text = mem_printf(_("%s, %s, may let others sign"), name, place);
		free(place);
		return text;
	case WAITING_REVOCATION:
	case WAITING_KIND_COUNT:
		place = holder_place(ui, waiting->credential.role, &waiting->credential.areas);
		text = mem_printf(_("%s: %s, %s; receipt no. %lld"), revocation_words(reason), name, place,
				  (long long)waiting->revocation.receipt);
		free(place);
		return text;
	}
	return text;
}

/* How many officers agreed so far; caller frees. */
static char *
agreed_text(const struct app_waiting *waiting)
{
	const char *by = waiting->by ? waiting->by : "?";
	long long have = (long long)waiting->have, need = (long long)waiting->need;

	if (waiting->need_new)
		return mem_printf(_("%s %s   %lld of %lld officers agreed, of the new ones %lld of %lld"), by, waiting->at, have, need,
				  (long long)waiting->have_new, (long long)waiting->need_new);
	return mem_printf(_("%s %s   %lld of %lld officers agreed"), by, waiting->at, have, need);
}

/* All that is known of a waiting step; caller frees. */
static char *
whole_text(const struct ui *ui, const struct app_waiting *waiting)
{
	char *text = waiting_text(ui, waiting), *agreed = agreed_text(waiting), *roles = NULL;
	struct buf whole = { 0 };

	buf_printf(&whole, "%s\n%s\n", text, agreed);
	if (waiting->kind == WAITING_CREDENTIAL) {
		roles = names_text(ui, &waiting->credential.issues, true);
		buf_printf(&whole, _("Will let sign: %s"), roles);
	}
	free(roles);
	free(agreed);
	free(text);
	return buf_detach(&whole);
}

static const char *
waiting_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen;
	(void)ui;
	return _("County officers: what waits");
}

/* All that somebody agrees to: of forms what they hold, not their number alone. */
static struct action
read_whole(struct screen *screen, struct ui *ui, const struct app_waiting *waiting)
{
	char *text = whole_text(ui, waiting);
	struct buf whole = { 0 };
	struct err err = { 0 };

	buf_printf(&whole, "%s\n", text);
	free(text);
	if (waiting->kind == WAITING_PACK && app_forms_words(ui->app, &waiting->step, ui->lang, &whole, &err)) {
		ui_fail(ui, &err);
		buf_release(&whole);
		return STAY;
	}
	return (struct action){ ACTION_PUSH, text_screen(mem_strdup(waiting_title(screen, ui)), buf_detach(&whole)) };
}

/* ---- the list */

struct waiting_page {
	const struct waiting_state *state;
	const struct ui *ui;
};

static void
step_text(const void *ctx, size_t index, struct buf *out)
{
	const struct waiting_page *page = ctx;
	char *text = whole_text(page->ui, &page->state->waiting.items[index]);

	buf_text_add(out, text);
	free(text);
}

#define MARK_COLS 9 /* of "agreed" and "[x]" */

/* What waits, and below it who agreed. */
static void
draw_step(const void *ctx, size_t index, bool chosen, struct area area, struct canvas *canvas)
{
	const struct waiting_page *page = ctx;
	const struct app_waiting *waiting = &page->state->waiting.items[index];
	bool marked = page->state->marked[index];
	char *text = waiting_text(page->ui, waiting), *agreed = agreed_text(waiting);

	canvas_column(canvas, &area, MARK_COLS, waiting->mine || marked ? GOOD : FAINT,
		      waiting->mine ? _("agreed")
		      : marked	    ? _("[x]")
				    : "[ ]");
	canvas_line(canvas, &area, chosen ? CHOSEN : PLAIN, text);
	canvas_line(canvas, &area, FAINT, agreed);
	free(text);
	free(agreed);
}

static struct list_rows
rows_of(const struct waiting_page *page)
{
	return (struct list_rows){ .count = page->state->waiting.count, .ctx = page, .text = step_text, .draw = draw_step, .lines = 2 };
}

/* ---- the page */

static const char *
intro_text(void)
{
	return _(
		"Forms and rules, who gives others their right, and whose right is taken back from such: several county officers must agree.");
}

/* The chosen row stands in full below the list, under a line: nobody agrees to half a sentence. */
static int
detail_rows(const struct ui *ui)
{
	return ui_body(ui).rows * 2 / 7;
}

static void
count_marked(struct waiting_state *state)
{
	state->marked_count = 0;
	for (size_t i = 0; i < state->waiting.count; i++)
		state->marked_count += state->marked[i];
}

/* Reads what waits. Marks stay with their steps, as rows come and go when others agree, and where the list cannot be read. */
static enum status
read_waiting(struct waiting_state *state, struct ui *ui, struct err *err)
{
	struct app_waiting_list waiting = { 0 };
	bool *marked;
	enum status status = app_waiting(ui->app, &waiting, err);

	if (status)
		return status;
	marked = mem_array(waiting.count, sizeof(*marked));
	for (size_t i = 0; i < waiting.count; i++)
		marked[i] = !waiting.items[i].mine && is_marked(state, &waiting.items[i].step);
	free(state->marked);
	app_waiting_release(&state->waiting);
	state->marked = marked;
	state->waiting = waiting;
	state->read = true;
	return STATUS_OK;
}

static void
waiting_recalc(struct screen *screen, struct ui *ui)
{
	struct waiting_state *state = screen->state;
	const struct waiting_page page = { state, ui };
	struct list_rows rows;
	struct area body = ui_body(ui);
	struct err err = { 0 };

	if (!state->read && read_waiting(state, ui, &err)) {
		screen_unread(screen, &err);
		return;
	}
	count_marked(state);
	rows = rows_of(&page);
	body = area_below(body, canvas_wrap_rows(intro_text(), body.cols - 2) + 1);
	list_view_fit(&state->list, &rows, area_above(body, detail_rows(ui)));
}

static void
waiting_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct waiting_state *state = screen->state;
	const struct waiting_page page = { state, ui };
	const struct list_rows rows = rows_of(&page);
	struct area intro = area_inside(ui_body(ui), 1, 1), detail = area_bottom(ui_body(ui), detail_rows(ui)),
		    none = area_inside(state->list.area, 2, 2);
	char *text;

	canvas_paragraph(canvas, &intro, FAINT, intro_text());
	if (state->waiting.count == 0) {
		canvas_line(canvas, &none, GOOD, _("Nothing waits for the officers."));
		return;
	}
	list_view_draw(&state->list, &rows, canvas);
	canvas_rule(canvas, detail.row, detail.col, detail.cols);
	detail = area_inside(area_below(detail, 1), 2, 2);
	text = whole_text(ui, &state->waiting.items[state->list.chosen]);
	canvas_paragraph(canvas, &detail, PLAIN, text);
	free(text);
}

static const char *
waiting_note(const struct screen *screen)
{
	return ((const struct waiting_state *)screen->state)->list.note;
}

/* ---- agreeing */

static enum status
do_agree(struct ui *ui, void *ctx, const char *passphrase, char **result, struct err *err)
{
	struct waiting_state *state = ctx;
	struct app_waiting_list left = { 0 };
	size_t agreed = 0;
	char before[REQUEST_CODE_LEN + 1] = "";
	enum status status = app_confirm(ui->app, passphrase, err);

	state->read = false;
	(void)app_founding_code(ui->app, before);
	for (size_t i = 0; i < state->waiting.count && !status; i++)
		if (state->marked[i]) {
			status = app_endorse(ui->app, &state->waiting.items[i].step, err);
			agreed += !status;
		}
	if (!status)
		status = app_waiting(ui->app, &left, err);
	if (status)
		return status;
	ui_say(ui, TOAST_GOOD, _("You agreed to %zu; %zu of them are in force now."), agreed, state->waiting.count - left.count);
	app_waiting_release(&left);
	*result = founding_changed_words(ui, before);
	return STATUS_OK;
}

static char *
agree_words(const struct waiting_state *state, const struct ui *ui)
{
	struct buf text = { 0 };

	buf_printf(&text, "%s\n", _("You agree, as a county officer, to:"));
	for (size_t i = 0; i < state->waiting.count; i++)
		if (state->marked[i]) {
			char *what = waiting_text(ui, &state->waiting.items[i]);

			buf_printf(&text, "\n- %s", what);
			free(what);
		}
	return buf_detach(&text);
}

/* The same of what waits by now. */
static char *
words_now(struct ui *ui, void *ctx, struct err *err)
{
	struct waiting_state *state = ctx;

	if (read_waiting(state, ui, err))
		return NULL;
	count_marked(state);
	if (state->marked_count)
		return agree_words(state, ui);
	(void)err_set(err, STATUS_CONFLICT, "%s", _("nothing of what you marked waits any more; nothing was signed"));
	return NULL;
}

static struct action
push_agree(struct waiting_state *state, struct ui *ui)
{

	if (!ui_has_person(ui))
		return STAY;
	if (!state->marked_count) {
		ui_say(ui, TOAST_SAID, "%s", _("Mark first what you agree to: 1."));
		return STAY;
	}
	return (struct action){ ACTION_PUSH, confirm_screen((struct confirmation){ .title = mem_strdup(_("Agree as a county officer")),
										   .text = agree_words(state, ui),
										   .act = do_agree,
										   .words = words_now,
										   .stay = true,
										   .ctx = state }) };
}

static struct action
waiting_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct waiting_state *state = screen->state;
	const struct waiting_page page = { state, ui };
	const struct list_rows rows = rows_of(&page);
	const struct app_waiting *chosen = rows.count ? &state->waiting.items[state->list.chosen] : NULL;
	struct screen *fresh;

	if (list_view_key(&state->list, &rows, key))
		return STAY;
	switch (command) {
	case COMMAND_MARK:
		if (!chosen)
			break;
		if (chosen->mine)
			ui_say(ui, TOAST_SAID, "%s", _("You agreed to this already; others must too."));
		else
			state->marked[state->list.chosen] = !state->marked[state->list.chosen];
		break;
	case COMMAND_READ:
		return chosen ? read_whole(screen, ui, chosen) : STAY;
	case COMMAND_SIGN:
		return push_agree(state, ui);
	case COMMAND_NEW:
		fresh = officers_screen(ui);
		return fresh ? (struct action){ ACTION_PUSH, fresh } : STAY;
	case COMMAND_PUBLISH:
		return (struct action){ ACTION_PUSH, publish_screen(ui) };
	case COMMAND_BACK:
		return BACK;
	}
	return STAY;
}

/* The page above may settle something: what waits is read anew afterwards. */
static void
waiting_leave(struct screen *screen, struct ui *ui)
{
	struct waiting_state *state = screen->state;

	(void)ui;
	state->read = false;
}

static void
waiting_close(struct screen *screen, struct ui *ui)
{
	struct waiting_state *state = screen->state;

	(void)ui;
	app_waiting_release(&state->waiting);
	free(state->marked);
	list_view_release(&state->list);
	free(state);
}

/* Officers alone agree, name officers and publish; who will be one agrees to that. */
static bool
waiting_offers(const struct screen *screen, const struct ui *ui, int command)
{
	(void)screen;
	return (command != COMMAND_NEW && command != COMMAND_PUBLISH) || app_person_is_officer(ui->app);
}

static const struct screen_class waiting_class = {
	.name = "officers",
	.about = N_("What waits for county officers to agree. Mark what you agree to, then s signs."),
	.bindings = bindings,
	.offers = waiting_offers,
	.also = move_bindings,
	.title = waiting_title,
	.note = waiting_note,
	.recalc = waiting_recalc,
	.draw = waiting_draw,
	.key = waiting_key,
	.leave = waiting_leave,
	.close = waiting_close,
};

struct screen *
waiting_screen(struct ui *ui)
{
	(void)ui;
	return screen_new(&waiting_class, mem_alloc(sizeof(struct waiting_state)));
}

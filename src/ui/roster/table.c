#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "app/session/unlock.h"
#include "app/roster/roster.h"
#include "app/roster/roster_look.h"
#include "app/roster/roster_read.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/page/confirm.h"
#include "ui/page/textview.h"
#include "ui/roster/roster.h"

/* One table before it is taken in: what was understood, what is asked, what is wrong by row, and what would change. */

enum { COMMAND_TAKE = 1, COMMAND_YES, COMMAND_MEND, COMMAND_KEEP, COMMAND_COLUMNS, COMMAND_SHEET, COMMAND_CORRECT, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("take it in"), COMMAND_TAKE, true },
	{ UI_KEY_CHAR, 'y', "y", N_("yes to what is asked"), COMMAND_YES, true },
	{ UI_KEY_CHAR, 'm', "m", N_("columns"), COMMAND_COLUMNS, true },
	{ UI_KEY_CHAR, 's', "s", N_("next sheet"), COMMAND_SHEET, true },
	{ UI_KEY_CHAR, 'c', "c", N_("write a table to correct"), COMMAND_CORRECT, true },
	{ UI_KEY_CHAR, 't', "t", N_("take out unseen characters"), COMMAND_MEND, true },
	{ UI_KEY_CHAR, 'b', "b", N_("leave what stands, or correct it"), COMMAND_KEEP, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

struct table_state {
	char *path;
	struct app_roster ask;
	struct roster_yeses said;  /* what was said yes to */
	struct roster_map columns; /* what was said of the columns here */
	struct roster_look look;
	char *sheet; /* that was chosen; NULL: none */
	struct app_roster_result result;
	enum status status;   /* OK: it can be taken in */
	struct err err;	      /* else why not */
	bool read, corrected; /* corrected: a table to correct was written since anything was said of this one */
	struct text_view text;
};

/* ---- reading */

static void
tell(void *ctx, const char *what, int64_t done, int64_t all)
{
	char *text;

	if (done % 1000 != 0 && done != all)
		return;
	text = all ? mem_printf("%s %" PRId64 "/%" PRId64, what, done, all) : mem_printf("%s %" PRId64, what, done);
	ui_busy(ctx, text);
	free(text);
}

static void
add_sentences(struct table_state *state, struct look look, char *const *sentences, size_t count)
{
	for (size_t i = 0; i < count; i++)
		text_view_add(&state->text, look, 2, sentences[i])->wraps = true;
}

static void
say(struct table_state *state, const char *problems)
{
	const struct app_roster_result *result = &state->result;
	size_t unknown = result->read ? result->unknown_columns : state->look.unknown;

	text_view_clear(&state->text);
	if (result->encoding)
		text_view_addf(&state->text, BOLD, 0, n_("%s: %s, %zu row", "%s: %s, %zu rows", result->rows), state->path,
			       result->encoding, result->rows);
	if (state->status)
		text_view_addf(&state->text, BAD, 0, "%s", state->err.text);
	else
		text_view_addf(&state->text, GOOD, 0,
			       n_("%zu house is new, %zu rows change houses that stand, %zu stand already.",
				  "%zu houses are new, %zu rows change houses that stand, %zu stand already.", result->added),
			       result->added, result->changed, result->known);
	if (!state->status && result->records)
		text_view_addf(&state->text, GOOD, 0,
			       n_("Of %zu house it says what another system holds; that is put beside it.",
				  "Of %zu houses it says what another system holds; that is put beside them.", result->records),
			       result->records);
	if (result->asked)
		text_view_add(&state->text, WARN, 0, _("The table asks for a yes (y):"));
	if (result->only_flawed)
		text_view_addf(&state->text, WARN, 0,
			       n_("%zu cell holds characters that are not seen; t takes them out.",
				  "%zu cells hold characters that are not seen; t takes them out of all.", result->flawed),
			       result->flawed);
	if (state->look.sheet_count > 1)
		text_view_addf(&state->text, PLAIN, 0, _("It has %zu sheets; s reads another one (now: %s)."), state->look.sheet_count,
			       state->sheet);
	if (unknown && !roster_yeses_have_kind(&state->said, ROSTER_YES_COLUMNS))
		text_view_addf(&state->text, WARN, 0,
			       n_("%zu column means nothing yet; m says what it is.", "%zu columns mean nothing yet; m says what they are.",
				  unknown),
			       unknown);
	if (result->unknown_words)
		text_view_addf(&state->text, WARN, 0,
			       n_("%zu word in a column of codes means nothing yet; m says what it is.",
				  "%zu words in columns of codes mean nothing yet; m says what they are.", result->unknown_words),
			       result->unknown_words);
	if (result->faults && !state->corrected && !state->ask.correct)
		text_view_add(&state->text, WARN, 0, _("c writes a table to correct: all rows, and what is wrong beside each."));
	text_view_add_text(&state->text, problems);
	if (result->change_count)
		text_view_add(&state->text, WARN, 0,
			      state->ask.answer == ROSTER_KEEP ? _("These houses stay as they are (b):")
							       : _("These houses are corrected (b: leave them as they are):"));
	add_sentences(state, PLAIN, result->changes, result->change_count);
	if (result->note_count)
		text_view_add(&state->text, BOLD, 0, _("To know:"));
	add_sentences(state, PLAIN, result->notes, result->note_count);
	if (result->new_count)
		text_view_add(&state->text, BOLD, 0, _("These houses are new:"));
	add_sentences(state, PLAIN, result->news, result->new_count);
}

static void
read_table(struct table_state *state, struct ui *ui)
{
	struct progress progress = { tell, ui };
	struct buf problems = { 0 };

	ui_busy(ui, _("Reading the table..."));
	app_roster_result_release(&state->result);
	roster_look_release(&state->look);
	if (app_roster_look(ui->app, state->path, state->sheet, &state->columns, &state->look, &state->err))
		roster_look_release(&state->look); /* the import says what is wrong */
	if (state->look.sheet_count > 1 && !state->sheet)
		state->sheet = mem_strdup(state->look.sheets[state->look.sheet]);
	state->err = (struct err){ 0 };
	state->ask.columns = state->columns.count ? &state->columns : NULL;
	state->ask.sheet = state->sheet;
	state->ask.dry_run = true;
	state->ask.tells_new = true;
	state->ask.progress = &progress;
	state->status = app_roster_import(ui->app, &state->ask, &state->result, &problems, &state->err);
	state->ask.progress = NULL;
	if (state->result.others) /* what is to be taken out of its cells is asked about anew */
		state->ask.mend = false;
	state->corrected |= state->ask.correct;
	state->ask.correct = false;
	say(state, buf_text(&problems));
	buf_release(&problems);
	state->read = state->status != STATUS_IO && state->status != STATUS_TAMPERED; /* else it is tried again at the next key */
}

static void
table_recalc(struct screen *screen, struct ui *ui)
{
	struct table_state *state = screen->state;

	if (!state->read)
		read_table(state, ui);
	text_view_fit(&state->text, area_below(area_inside(ui_body(ui), 2, 2), 1));
}

static void
table_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	(void)ui;
	text_view_draw(&((const struct table_state *)screen->state)->text, canvas);
}

static const char *
table_note(const struct screen *screen)
{
	return ((const struct table_state *)screen->state)->text.note;
}

/* ---- taking it in */

static char *
outcome(const struct app_roster_result *result, bool kept)
{
	struct buf text = { 0 };

	buf_printf(&text,
		   n_("Signed. %zu house was added, %zu corrected, %zu stood already.\n",
		      "Signed. %zu houses were added, %zu corrected, %zu stood already.\n", result->added),
		   result->added, kept ? 0 : result->changed, result->known);
	if (result->records)
		buf_printf(&text,
			   n_("Of %zu house the other system's record was put beside.\n",
			      "Of %zu houses the other system's record was put beside.\n", result->records),
			   result->records);
	if (result->added)
		buf_text_add(&text,
			     _("\nNext: carry it to the villages with a stick (x, e); each house waits there for its registration.\n"));
	if (result->added || (!kept && result->changed))
		buf_printf(
			&text,
			_("\nWas it the wrong table? The page of rosters has this import as \"%s\" and takes back what it added and corrected, where nobody has surveyed or corrected since.\n"),
			result->batch);
	return buf_detach(&text);
}

static enum status
do_take(struct ui *ui, void *ctx, const char *passphrase, char **said, struct err *err)
{
	struct table_state *state = ctx;
	struct progress progress = { tell, ui };
	struct app_roster ask = state->ask;
	struct app_roster_result result = { 0 };
	struct buf problems = { 0 };
	enum status status = app_confirm(ui->app, passphrase, err);

	ask.dry_run = false;
	ask.tells_new = false;
	ask.progress = &progress;
	ask.agreed_changes = state->result.changes_name;
	if (ask.answer == ROSTER_ASK)
		ask.answer = ROSTER_CHANGE_AGREED;
	if (!status)
		status = app_roster_import(ui->app, &ask, &result, &problems, err);
	state->read = false;
	if (!status)
		*said = outcome(&result, ask.answer == ROSTER_KEEP);
	app_roster_result_release(&result);
	buf_release(&problems);
	return status;
}

static void
list_sentences(struct buf *out, const char *head, char *const *sentences, size_t count)
{
	if (count)
		buf_printf(out, "\n%s\n", head);
	for (size_t i = 0; i < count; i++)
		buf_printf(out, "%s\n", sentences[i]);
}

/* What is signed: how many rows, and below it each of them. */
static char *
what_is_signed(const struct table_state *state, bool kept)
{
	const struct app_roster_result *result = &state->result;
	struct buf text = { 0 }, changes = { 0 };

	buf_printf(&text,
		   n_("%s\n\n%zu house is added, %zu houses that stand are corrected. All of it is one act: all or nothing.",
		      "%s\n\n%zu houses are added, %zu houses that stand are corrected. All of it is one act: all or nothing.",
		      result->added),
		   state->path, result->added, kept ? 0 : result->changed);
	buf_char(&text, '\n');
	if (result->records)
		buf_printf(&text,
			   n_("Of %zu house the other system's record would be put beside.\n",
			      "Of %zu houses the other system's record would be put beside.\n", result->records),
			   result->records);
	buf_printf(&changes, n_("%zu row changes:", "%zu rows change:", result->changed), result->changed);
	list_sentences(&text, buf_text(&changes), result->changes, kept ? 0 : result->change_count);
	list_sentences(&text, _("These houses are new:"), result->news, result->new_count);
	buf_release(&changes);
	return buf_detach(&text);
}

/* The same, of the table and the houses as they are now. */
static char *
words_now(struct ui *ui, void *ctx, struct err *err)
{
	struct table_state *state = ctx;

	if (!state->read)
		read_table(state, ui);
	if (state->status) {
		*err = state->err;
		return NULL;
	}
	return what_is_signed(state, state->ask.answer == ROSTER_KEEP);
}

/* Is there something to sign in it? */
static bool
is_new(const struct table_state *state)
{
	const struct app_roster_result *result = &state->result;

	return result->added || result->records || (state->ask.answer != ROSTER_KEEP && result->changed);
}

static struct action
push_confirm(struct table_state *state, struct ui *ui)
{
	bool kept = state->ask.answer == ROSTER_KEEP;

	if (state->status) {
		ui_say(ui, TOAST_BAD, "%s", _("It cannot be taken in yet: what must be settled first stands above."));
		return STAY;
	}
	if (!is_new(state)) {
		ui_say(ui, TOAST_SAID, "%s", _("Nothing in this table is new: there is nothing to sign."));
		return STAY;
	}
	return (struct action){ ACTION_PUSH, confirm_screen((struct confirmation){
						     .title = mem_strdup(_("Take the roster in")),
						     .text = what_is_signed(state, kept),
						     .act = do_take,
						     .words = words_now,
						     .ctx = state,
					     }) };
}

/* A yes was about what was shown then; that columns are left out stands on the page of columns, which shows them so. */
static void
forget_answers(struct table_state *state, bool columns_too)
{
	roster_yeses_keep(&state->said, columns_too ? 0 : ROSTER_YES_COLUMNS);
	state->ask.mend = false;
	state->corrected = false;
	state->read = false;
}

static void
next_sheet(struct table_state *state)
{
	size_t at = 0;

	if (state->look.sheet_count < 2)
		return;
	for (size_t i = 0; i < state->look.sheet_count; i++)
		if (strcmp(state->look.sheets[i], state->sheet) == 0)
			at = (i + 1) % state->look.sheet_count;
	free(state->sheet);
	state->sheet = mem_strdup(state->look.sheets[at]);
	forget_answers(state, true);
}

/* What can be done with the table as it was read. */
static bool
table_offers(const struct screen *screen, const struct ui *ui, int command)
{
	const struct table_state *state = screen->state;
	const struct app_roster_result *result = &state->result;

	(void)ui;
	switch (command) {
	case COMMAND_TAKE:
		return is_new(state) && !state->status;
	case COMMAND_YES:
		return result->asked;
	case COMMAND_COLUMNS:
		return state->look.count;
	case COMMAND_SHEET:
		return state->look.sheet_count > 1;
	case COMMAND_CORRECT:
		return result->faults && !state->corrected;
	case COMMAND_MEND:
		return result->only_flawed;
	case COMMAND_KEEP:
		return result->change_count;
	default:
		return true;
	}
}

static struct action
table_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct table_state *state = screen->state;

	if (text_view_key(&state->text, key))
		return STAY;
	if (command != COMMAND_TAKE && command != COMMAND_CORRECT && !table_offers(screen, ui, command))
		return NO_KEY; /* those two say why not */
	switch (command) {
	case COMMAND_TAKE:
		return push_confirm(state, ui);
	case COMMAND_YES:
		state->read = state->result.asked == 0;
		roster_yeses_add_all(&state->said, &state->result.open);
		return STAY;
	case COMMAND_COLUMNS:
		forget_answers(state, false);
		return (struct action){ ACTION_PUSH, roster_columns_screen(state->path, state->sheet, &state->columns,
									   roster_yeses_have_kind(&state->said, ROSTER_YES_COLUMNS)) };
	case COMMAND_SHEET:
		next_sheet(state);
		return STAY;
	case COMMAND_MEND:
		state->read = !state->result.only_flawed;
		state->ask.mend |= state->result.only_flawed;
		state->ask.mended = state->result.table;
		return STAY;
	case COMMAND_KEEP:
		state->ask.answer = state->ask.answer == ROSTER_KEEP ? ROSTER_ASK : ROSTER_KEEP;
		state->read = state->result.change_count == 0;
		return STAY;
	case COMMAND_CORRECT:
		if (!state->result.faults || state->corrected) {
			ui_say(ui, TOAST_SAID, "%s",
			       state->corrected ? _("The table to correct was written; its name stands above.")
						: _("Nothing of this table must be corrected row by row."));
			return STAY;
		}
		state->ask.correct = true;
		state->read = false;
		return STAY;
	case COMMAND_BACK:
		return BACK;
	}
	return STAY;
}

static void
table_forget(struct screen *screen, struct ui *ui)
{
	(void)ui;
	((struct table_state *)screen->state)->read = false;
}

static void
table_close(struct screen *screen, struct ui *ui)
{
	struct table_state *state = screen->state;

	(void)ui;
	app_roster_result_release(&state->result);
	roster_yeses_release(&state->said);
	text_view_release(&state->text);
	roster_look_release(&state->look);
	roster_map_release(&state->columns);
	free(state->sheet);
	free(state->path);
	free(state);
}

static const char *
table_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen;
	(void)ui;
	return _("A roster");
}

static const struct screen_class table_class = {
	.name = "roster-table",
	.about = N_("A table before it is taken in. Mend what is wrong in it, answer what is asked; Enter goes on to the signature."),
	.bindings = bindings,
	.also = move_bindings,
	.offers = table_offers,
	.title = table_title,
	.note = table_note,
	.recalc = table_recalc,
	.draw = table_draw,
	.key = table_key,
	.forget = table_forget,
	.close = table_close,
};

struct screen *
roster_table_screen(const char *path)
{
	struct table_state *state = mem_alloc(sizeof(*state));

	state->path = mem_strdup(path);
	state->ask.path = state->path;
	state->ask.said = &state->said;
	return screen_new(&table_class, state);
}

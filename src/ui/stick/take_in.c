#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/place.h"
#include "app/people/people.h"
#include "app/session/workspace.h"
#include "app/settle/propose.h"
#include "app/settle/questions.h"
#include "app/stick/backup.h"
#include "app/stick/import.h"
#include "app/table/draw.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "ui/page/text.h"
#include "ui/page/textview.h"
#include "ui/screen.h"
#include "ui/stick/sticks.h"

/* Two pages of a file on a stick: what it holds before it is taken in, and what came of taking it in. */

static void
add_file(struct buf *text, const struct app_imported_file *file)
{
	const char *slash = strrchr(file->path, '/');

	buf_printf(text, "%s\n", slash ? slash + 1 : file->path);
	if (file->by && *file->at)
		/* Translators: below a file's name: who wrote it (a name, a place), and when. */
		buf_printf(text, _("  by %s, %s\n"), file->by, file->at);
	if (!file->taken) {
		buf_printf(text, "  %s\n  %s\n", _("Refused: nothing of it was taken."), file->why);
		return;
	}
	buf_printf(text, _("  %lld steps: %lld new, %lld known\n"), (long long)file->steps, (long long)file->fresh, (long long)file->known);
	if (file->requests)
		buf_printf(text, n_("  %" PRId64 " request for a right\n", "  %" PRId64 " requests for a right\n", file->requests),
			   file->requests);
	if (file->pending || file->refused || file->idle)
		buf_printf(text, _("  %lld waiting for the right of who signed, %lld refused, %lld kept without effect\n"),
			   (long long)file->pending, (long long)file->refused, (long long)file->idle);
	buf_printf(text, _("  %lld new houses; %lld photos, %lld sealed values; %lld are missing\n"), (long long)file->houses,
		   (long long)file->photos, (long long)file->boxes, (long long)file->missing);
	if (file->dropped)
		buf_printf(text,
			   _("  %lld that waited were dropped, the oldest first; take their file in again once the rights are here\n"),
			   (long long)file->dropped);
	if (file->idle)
		buf_printf(text, "  %s\n", _("Kept without effect, because:"));
	for (size_t i = 0; i < file->reason_count; i++)
		buf_printf(text, "    %lld  %s\n", (long long)file->reasons[i].count, file->reasons[i].why);
	for (size_t i = 0; i < file->refusal_count; i++)
		buf_printf(text, "  ! %s\n", file->refusals[i]);
}

/* ---- whose requests and rights came */

#define NAMED_MOST 6 /* by name; of more the number */

static bool
is_among(const struct app_people *people, enum app_holder_kind kind, const struct id *credential)
{
	bool is = false;

	for (size_t i = 0; i < people->count && !is; i++)
		is = app_holder_kind(&people->items[i]) == kind && id_equal(&people->items[i].credential, credential);
	return is;
}

/* Names of people whose holders of this kind are in `after` alone; the number of them. */
static size_t
names_of_new(const struct app_people *before, const struct app_people *after, enum app_holder_kind kind, struct buf *names)
{
	size_t count = 0;

	for (size_t i = 0; i < after->count; i++) {
		const struct app_holder *holder = &after->items[i];
		bool named = false;

		if (app_holder_kind(holder) != kind || is_among(before, kind, &holder->credential))
			continue;
		for (size_t k = 0; k < i && !named; k++) /* with another right that came: one of before says nothing of this one */
			named = app_holder_kind(&after->items[k]) == kind && strcmp(after->items[k].person, holder->person) == 0 &&
				!is_among(before, kind, &after->items[k].credential);
		if (!named && count < NAMED_MOST)
			/* Translators: between the names of a list. */
			buf_printf(names, "%s%s", names->len ? _(", ") : "", holder->name);
		count += !named;
	}
	if (count > NAMED_MOST)
		buf_printf(names, _(", and %zu more"), count - NAMED_MOST);
	return count;
}

static void
add_people(struct buf *text, const struct app_people *before, const struct ui *ui)
{
	struct app_people after = { 0 };
	struct buf asking = { 0 }, given = { 0 };
	struct err ignored = { 0 };
	size_t ask, may;

	if (app_people(ui->app, &after, &ignored))
		return; /* the page of people says why */
	ask = names_of_new(before, &after, HOLDER_ASKS, &asking);
	may = names_of_new(before, &after, HOLDER_SIGNS, &given);
	if (ask)
		buf_printf(text,
			   n_("%zu asks for a right: %s. Compare the code and give it: k.\n",
			      "%zu ask for a right: %s. Compare the code and give it: k.\n", ask),
			   ask, buf_text(&asking));
	if (may)
		buf_printf(text, _("The rights of %s came.\n"), buf_text(&given));
	buf_release(&asking);
	buf_release(&given);
	app_people_release(&after);
}

/* Houses that came and may be one with others: the page of decisions lists them. */
static void
add_twins(struct buf *text, const struct app_imported *result, struct ui *ui)
{
	struct twins_count count = { 0 };
	struct err err = { 0 };

	if (!result->fresh)
		return;
	ui_busy(ui, _("Comparing the houses..."));
	if (app_count_twins(ui->app, "", result->since, &count, &err))
		buf_printf(text, "%s\n", err.text);
	if (count.pairs)
		buf_printf(text,
			   n_("%zu pair with a house that came may be one house: Esc for the page of sticks, then d.\n",
			      "%zu pairs with houses that came may be one house: Esc for the page of sticks, then d.\n",
			      (int64_t)count.pairs),
			   count.pairs);
}

static void
add_proposed(struct buf *text, const struct app_imported *result, struct ui *ui)
{
	char *words = app_proposals_came_words(ui->app, result->proposals, result->withdrawals);

	if (words)
		buf_printf(text, _("%s They are listed on d.\n"), words);
	free(words);
}

static void
show_progress(void *ctx, const char *path, int64_t done, int64_t all)
{
	char *text = mem_printf(_("Reading %lld of %lld: %s"), (long long)done + 1, (long long)all, path);

	ui_busy(ctx, text);
	free(text);
}

#define CAME_BACK_MOST 20

/* On a laptop that goes on from a backup: the houses that steps came back of which are not in that. */
static void
add_came_back(struct buf *text, const struct app_imported *result, struct ui *ui)
{
	char *at = result->fresh ? app_restored_at(ui->app) : NULL;
	struct id *houses = NULL;
	size_t count = 0;
	struct err ignored = { 0 };

	if (at && !app_houses_since(ui->app, result->since, &houses, &count, &ignored) && count) {
		buf_printf(text,
			   _("This laptop goes on from the backup of %s. Houses with something that was signed since, or elsewhere: %zu\n"),
			   at, count);
		for (size_t i = 0; i < count && i < CAME_BACK_MOST; i++) {
			char *place = app_building_place(ui->app, &houses[i]), hex[ID_HEX_LEN + 1];

			buf_printf(text, "  %s  %.8s\n", place,
				   id_hex(&houses[i], hex)); /* the number finds it where the address is sealed */
			free(place);
		}
	}
	free(houses);
	free(at);
}

struct action
stick_take_in(struct ui *ui, char **paths, size_t count)
{
	const struct progress progress = { show_progress, ui };
	struct app_import ask = { .paths = (const char *const *)paths, .count = count, .progress = &progress };
	struct app_imported result = { 0 };
	struct app_people before = { 0 };
	char genesis[ID_HEX_LEN + 1];
	struct buf text = { 0 };
	struct err err = { 0 };

	if (count == 0)
		return STAY;
	ui_busy(ui, _("Reading..."));
	if (app_people(ui->app, &before, &err) || app_import(ui->app, &ask, &result, &err)) {
		ui_fail(ui, &err);
		app_people_release(&before);
		app_imported_release(&result);
		return STAY;
	}
	app_draws_prove(ui->app, result.fresh > 0 ? DRAWS_FAILED : DRAWS_UNPROVEN);
	buf_printf(&text, _("%lld new steps from %zu files; %lld files refused.\n"), (long long)result.fresh, count,
		   (long long)(result.refused_files + result.unread_files));
	add_people(&text, &before, ui);
	app_people_release(&before);
	if (result.restored)
		buf_printf(&text, "%s\n", _("The missing steps are back: this file is whole again, and this laptop can sign."));
	else if (result.older_copy)
		buf_printf(&text, "%s\n", _("This file is still an older copy: not all that was signed on this laptop is in it."));
	if (result.claimed)
		buf_printf(&text, "%s\n",
			   _("A county receipt names steps signed on this laptop that are not in this file: m on the first page."));
	if (result.follows) {
		id_hex(&result.founding, genesis);
		buf_printf(&text,
			   _("From now on this file follows: %s, founding step %.4s %.4s. Compare these digits with the county office.\n"),
			   result.follows, genesis, genesis + 4);
	}
	if (result.receipt)
		buf_printf(&text,
			   _("County receipt no. %lld is written.\nIt goes back with what you write for them (e); the slip is on s.\n"),
			   (long long)result.receipt);
	if (result.parts)
		buf_printf(&text, "%s", result.parts);
	add_twins(&text, &result, ui);
	add_came_back(&text, &result, ui);
	add_proposed(&text, &result, ui);
	if (result.forks)
		buf_printf(&text,
			   n_("%lld log splits: Esc for the page of sticks, then d decides.\n",
			      "%lld logs split: Esc for the page of sticks, then d decides.\n", result.forks),
			   (long long)result.forks);
	buf_char(&text, '\n');
	for (size_t i = 0; i < result.file_count; i++) /* what was refused is not looked for among nineteen others */
		if (!result.files[i].taken)
			add_file(&text, &result.files[i]);
	for (size_t i = 0; i < result.file_count; i++)
		if (result.files[i].taken)
			add_file(&text, &result.files[i]);
	app_imported_release(&result);
	return (struct action){ ACTION_PUSH, text_screen(mem_strdup(_("Taken in")), buf_detach(&text)) };
}

/* ---- one file, before it is taken in */

enum { COMMAND_TAKE = 1, COMMAND_LEAVE };

static const struct binding file_bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("take it in"), COMMAND_TAKE, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back, nothing is taken"), COMMAND_LEAVE, true },
	{ 0 },
};

static const struct binding bad_file_bindings[] = {
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_LEAVE, true },
	{ UI_KEY_ENTER, 0, NULL, NULL, COMMAND_LEAVE, false },
	{ 0 },
};

struct file_state {
	char *path;
	struct text_view said; /* what it holds, or why it cannot be taken */
};

static void
say_bad(struct text_view *said, const char *why)
{
	text_view_add(said, PLAIN, 0, "");
	text_view_add(said, BAD, 0, why);
	text_view_add(said, PLAIN, 0, "");
	text_view_add(said, PLAIN, 0, _("Nothing can be taken from it. Ask whoever wrote the stick to write it again."));
}

static void
say_found(struct text_view *said, const struct app_peek *found)
{
	text_view_addf(said, PLAIN, 0, _("Written by %s on %s, for: %s"), found->by ? found->by : _("somebody who has no right here yet"),
		       found->file.at, found->to ? found->to : _("everybody"));
	text_view_add(said, PLAIN, 0, "");
	text_view_addf(said, PLAIN, 0,
		       n_("%lld step in it, its signature proven.", "%lld steps in it, every signature of them proven.", found->file.steps),
		       (long long)found->file.steps);
	text_view_addf(said, found->file.fresh ? GOOD : PLAIN, 0, _("%lld are new here, %lld are here already."),
		       (long long)found->file.fresh, (long long)found->file.known);
	text_view_addf(said, PLAIN, 0, _("%lld houses that are not here yet; %lld new photos, %lld new sealed values."),
		       (long long)found->file.houses, (long long)found->file.photos, (long long)found->file.boxes);
	if (found->file.requests)
		text_view_addf(said, GOOD, 0,
			       n_("%lld request for a right is in it; when it is taken in, k answers that.",
				  "%lld requests for a right are in it; when it is taken in, k answers them.", found->file.requests),
			       (long long)found->file.requests);
	if (found->file.pending) {
		text_view_addf(said, WARN, 0, _("%lld must wait: the right of who signed them is not here yet."),
			       (long long)found->file.pending);
	}
}

static void
file_recalc(struct screen *screen, struct ui *ui)
{
	struct file_state *state = screen->state;

	text_view_fit(&state->said, area_below(area_inside(ui_body(ui), 2, 2), 1));
}

static void
file_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct file_state *state = screen->state;

	(void)ui;
	text_view_draw(&state->said, canvas);
}

static const char *
file_note(const struct screen *screen)
{
	return ((const struct file_state *)screen->state)->said.note;
}

static struct action
file_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct file_state *state = screen->state;
	struct action taken;

	if (text_view_key(&state->said, key))
		return STAY;
	if (command == COMMAND_LEAVE)
		return BACK;
	if (command != COMMAND_TAKE)
		return STAY;
	taken = stick_take_in(ui, &state->path, 1);
	return taken.kind == ACTION_PUSH ? (struct action){ ACTION_REPLACE, taken.screen } : STAY;
}

static void
file_close(struct screen *screen, struct ui *ui)
{
	struct file_state *state = screen->state;

	(void)ui;
	free(state->path);
	text_view_release(&state->said);
	free(state);
}

static const char *
file_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen;
	(void)ui;
	return _("What is on it");
}

static const struct screen_class file_class = {
	.name = "file",
	.about = N_("What this file holds and from whom. Enter takes it in; nothing here is lost by that, and twice changes nothing."),
	.bindings = file_bindings,
	.also = move_bindings,
	.title = file_title,
	.note = file_note,
	.recalc = file_recalc,
	.draw = file_draw,
	.key = file_key,
	.close = file_close,
};

static const struct screen_class bad_file_class = {
	.name = "bad-file",
	.about = N_("This file cannot be taken in; the page says why. Copy it anew from where it came from."),
	.bindings = bad_file_bindings,
	.also = move_bindings,
	.title = file_title,
	.note = file_note,
	.recalc = file_recalc,
	.draw = file_draw,
	.key = file_key,
	.close = file_close,
};

struct screen *
stick_file_screen(struct ui *ui, const char *path)
{
	struct file_state *state = mem_alloc(sizeof(*state));
	const char *slash = strrchr(path, '/');
	struct app_peek found = { 0 };
	struct err why = { 0 };
	bool good;

	state->path = mem_strdup(path);
	text_view_add(&state->said, BOLD, 0, slash ? slash + 1 : path);
	ui_busy(ui, _("Reading and proving; nothing is taken yet..."));
	good = !app_peek(ui->app, path, &found, &why);
	if (good)
		say_found(&state->said, &found);
	else
		say_bad(&state->said, why.text);
	app_peek_release(&found);
	return screen_new(good ? &file_class : &bad_file_class, state);
}

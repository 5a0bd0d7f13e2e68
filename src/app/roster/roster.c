#include "app/roster/roster.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/session/act.h"
#include "app/session/person.h"
#include "app/session/tries.h"
#include "store/houses/building.h"
#include "store/store.h"
#include "app/session/unlock.h"
#include "app/roster/roster_correct.h"
#include "app/roster/roster_map.h"
#include "app/roster/roster_plan.h"
#include "app/roster/roster_read.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "base/visible.h"
#include "trust/credential.h"

/* The roster: what the rows of a table mean is planned, agreed to and signed. */

#define FAULTS_SHOWN 200

struct roster {
	struct app *app;
	const struct pack *pack;
	struct roster_reading reading;
	struct roster_map map;
	const struct progress *progress;
};

/* The map that was given for the columns, and below it the one that was kept. */
static enum status
find_map(struct roster *roster, const struct app_roster *ask, struct err *err)
{
	enum status status = ask->map ? roster_map_read(&roster->map, roster->pack, ask->map, err) : STATUS_OK;

	roster_map_add(&roster->map, ask->columns);
	return status ? status : roster_map_kept(&roster->map, roster->app, err);
}

/* Reads the table; what it says about it goes to `problems`. */
static enum status
read_file(struct roster *roster, const struct app_roster *ask, struct app_roster_result *out, struct buf *problems, struct err *err)
{
	struct roster_reading *reading = &roster->reading;
	enum status status = find_map(roster, ask, err);

	reading->map = &roster->map;
	if (!status)
		status = roster_read(reading, err);
	for (size_t i = 0; i < reading->note_count; i++)
		buf_printf(problems, "%s\n", reading->notes[i]);
	for (size_t i = 0; i < reading->question_count; i++)
		buf_printf(problems, "%s\n", reading->questions[i]);
	roster_faults_text(reading, FAULTS_SHOWN, problems);
	out->encoding = reading->format;
	out->rows = reading->count;
	out->flawed = reading->flawed;
	out->asked = reading->asked;
	roster_yeses_add_all(&out->open, &reading->open);
	out->table = reading->table;
	out->read = !status;
	out->unknown_columns = reading->unknown_columns;
	out->unknown_words = reading->unknown_words;
	out->only_flawed = !reading->mend && reading->fault_count > 0 && reading->fault_count == reading->faults_of_flaws;
	out->others = !status && ask->mend && !id_is_zero(&ask->mended) && !id_equal(&ask->mended, &reading->table);
	if (out->others)
		return err_set(err, STATUS_CONFLICT,
			       _("the table was changed since it was shown what is taken out of it; nothing was done: look again"));
	if (!status && reading->fault_count)
		return err_set(err, STATUS_INVALID,
			       n_("nothing was added: %zu cell must be corrected first",
				  "nothing was added: %zu cells must be corrected first", reading->fault_count),
			       reading->fault_count);
	if (!status && reading->asked)
		return err_set(err, STATUS_INVALID, _("nothing was added: the table asks for a yes first"));
	return status;
}

/* Where the faults stand beside their rows, to be mended there; a folder that cannot be written to is no reason to keep silent about them. */
static void
write_correct(const struct roster_reading *reading, struct buf *problems)
{
	struct err err = { 0 };
	char *path = NULL;

	if (roster_correct_write(reading, &path, &err))
		visible_printf(problems, _("a table to correct could not be written: %s\n"), err.text);
	else if (reading->faults_kept < reading->fault_count)
		visible_printf(problems,
			       _("the first %zu of this stand beside the rows in \"%s\": correct them there and import that table\n"),
			       reading->faults_kept, path);
	else
		visible_printf(problems, _("all of this stands beside the rows in \"%s\": correct it there and import that table\n"), path);
	free(path);
}

enum status
app_roster_map_keep(struct app *app, const struct roster_map *said, struct err *err)
{
	struct roster_map map = { 0 };
	enum status status;

	roster_map_add(&map, said);
	status = roster_map_kept(&map, app, err);
	if (!status)
		status = roster_map_keep(&map, app, err);
	roster_map_release(&map);
	return status;
}

static void
keep_map(const struct roster *roster, struct buf *problems)
{
	struct err err = { 0 };

	if (roster_map_keep(&roster->map, roster->app, &err))
		visible_printf(problems, _("what the columns mean could not be kept for the next time: %s\n"), err.text);
}

/* What is wrong between rows, or against the register, is a fault of the table like any other. */
static void
on_wrong(size_t number, const char *name, const char *kind, const char *why, void *ctx)
{
	roster_fault(&((struct roster *)ctx)->reading, number, name, kind, why);
}

static void
on_problem(size_t number, const struct value *said, const struct form_problem *problem, void *ctx)
{
	roster_fault_of_form(&((struct roster *)ctx)->reading, number, said, problem);
}

struct batch_search {
	const char *name;
	bool found;
};

static bool
is_batch(const struct store_batch *batch, void *ctx)
{
	struct batch_search *search = ctx;

	search->found |= strcmp(batch->name, search->name) == 0;
	return !search->found;
}

/* The name of an import, as its rows bear it: its second, and a number where that second has one already. */
static enum status
name_batch(struct app *app, char out[ROSTER_BATCH_SIZE], struct err *err)
{
	int64_t now = clock_now_unix();
	char minute[17];

	clock_minute(now, minute);
	snprintf(out, ROSTER_BATCH_SIZE, "%s:%02d", minute, (int)(now % 60));
	for (int number = 2;; number++) {
		struct batch_search search = { .name = out };
		enum status status = store_each_batch(app_store(app), is_batch, &search, err);

		if (status || !search.found)
			return status;
		snprintf(out, ROSTER_BATCH_SIZE, "%s:%02d (%d)", minute, (int)(now % 60), number);
	}
}

static void
take_sentences(struct roster_plan *plan, struct app_roster_result *out)
{
	out->changes = plan->changes;
	out->change_count = plan->change_count;
	out->notes = plan->notes;
	out->note_count = plan->note_count;
	out->news = plan->news;
	out->new_count = plan->new_count;
	plan->changes = plan->notes = plan->news = NULL;
	plan->change_count = plan->note_count = plan->new_count = 0;
}

/* Signs what was planned. Where listings change a yes is wanted first, to just these changes. */
static enum status
sign_plan(struct roster *roster, struct roster_plan *plan, const struct app_roster *ask, struct app_roster_result *out, unsigned generation,
	  struct err *err)
{
	struct app *app = roster->app;
	enum status status;

	out->others = (ask->answer == ROSTER_CHANGE_AGREED || !id_is_zero(&ask->agreed_changes)) &&
		      !id_equal(&ask->agreed_changes, &out->changes_name);
	if (out->others)
		return err_set(err, STATUS_CONFLICT,
			       _("the table or the register was changed since the changes were shown; nothing was done: look again"));
	if (!out->added && !out->records && (!out->changed || ask->answer == ROSTER_KEEP))
		return STATUS_OK;
	status = name_batch(app, out->batch, err);
	if (!status)
		status = act_begin(app, err);
	if (status)
		return status;
	store_expect_many(app_store(app), true);
	store_set_progress(app_store(app), roster->progress);
	status = act_still_judged(app, generation, err);
	if (!status)
		status = roster_plan_sign(plan, out->batch, roster->progress, err);
	status = act_end(app, status, err);
	store_set_progress(app_store(app), NULL);
	store_expect_many(app_store(app), false);
	out->done = !status;
	return status;
}

/* Does what a plan would do need a yes that was not said? `all`: the words with each house in them. */
static bool
asks_about_plan(const struct app_roster *ask, struct app_roster_result *out, enum roster_yes kind, const char *all)
{
	struct id name = roster_yes_name(kind, all, &out->changes_name);

	if (ask->agreed & kind || roster_yeses_have(ask->said, &name))
		return false;
	out->asked |= kind;
	roster_yeses_add(&out->open, kind, &name);
	return true;
}

/* Asks about new rows that may be houses which the person cannot read, and about signatures that fall. */
static enum status
ask_about_plan(const struct roster_plan *plan, const struct app_roster *ask, struct app_roster_result *out, struct buf *problems,
	       struct err *err)
{
	struct buf unread = { 0 }, falls = { 0 };
	bool asks = false;

	if (plan->unread && out->added) {
		buf_printf(
			&unread,
			n_("%zu house of these villages cannot be read by you: a new row may be one of them, which would be listed twice. List them?\n",
			   "%zu houses of these villages cannot be read by you: a new row may be one of them, which would be listed twice. List them?\n",
			   plan->unread),
			plan->unread);
		asks = asks_about_plan(ask, out, ROSTER_YES_UNREAD, buf_text(&unread));
		if (asks)
			buf_text_add(problems, buf_text(&unread));
	}
	for (size_t i = 0; i < plan->falls; i++)
		buf_printf(&falls, "%s\n", plan->falls_of[i]);
	if (!asks && plan->falls && !plan->keep && (asks = asks_about_plan(ask, out, ROSTER_YES_FALLS, buf_text(&falls))))
		roster_plan_falls_text(plan, problems);
	buf_release(&unread);
	buf_release(&falls);
	return asks ? err_set(err, STATUS_INVALID, _("nothing was added: the table asks for a yes first")) : STATUS_OK;
}

static enum status
plan_rows(struct roster *roster, const struct app_roster *ask, struct app_roster_result *out, struct buf *problems, struct err *err)
{
	unsigned generation = store_generation(app_store(roster->app));
	struct roster_plan plan = { .app = roster->app,
				    .count = roster->reading.kept,
				    .keep = ask->answer == ROSTER_KEEP,
				    .tells_new = ask->tells_new,
				    .wrong = on_wrong,
				    .problem = on_problem,
				    .ctx = roster };
	enum status status;

	plan.lines = mem_array(plan.count, sizeof(*plan.lines));
	for (size_t i = 0; i < plan.count; i++)
		plan.lines[i] = (struct roster_line){ .number = roster->reading.numbers[i],
						      .values = &roster->reading.rows[i],
						      .record = &roster->reading.records[i] };
	status = act_reads_end(roster->app, roster_plan_make(&plan, roster->reading.rows, roster->progress, err), err);
	if (!status && plan.failed) {
		roster_faults_text(&roster->reading, FAULTS_SHOWN, problems);
		status = err_set(err, STATUS_INVALID,
				 n_("nothing was added: %zu cell must be corrected first",
				    "nothing was added: %zu cells must be corrected first", roster->reading.fault_count),
				 roster->reading.fault_count);
	}
	if (!status) {
		out->added = plan.fates[ROSTER_NEW];
		out->changed = plan.fates[ROSTER_CHANGES] + plan.record_changes;
		out->records = plan.records;
		out->known = plan.fates[ROSTER_SAME];
		out->left_out = plan.fates[ROSTER_LEFT_OUT];
		roster_plan_name(&plan, &out->changes_name);
		out->asks = out->changed && ask->answer == ROSTER_ASK;
	}
	if (!status)
		status = ask_about_plan(&plan, ask, out, problems, err);
	if (!status && !ask->dry_run && !out->asks)
		status = sign_plan(roster, &plan, ask, out, generation, err);
	take_sentences(&plan, out);
	roster_plan_release(&plan);
	return status;
}

void
app_roster_result_release(struct app_roster_result *result)
{
	for (size_t i = 0; i < result->change_count; i++)
		secret_free(result->changes[i]);
	for (size_t i = 0; i < result->note_count; i++)
		secret_free(result->notes[i]);
	for (size_t i = 0; i < result->new_count; i++)
		secret_free(result->news[i]);
	free(result->changes);
	free(result->notes);
	free(result->news);
	roster_yeses_release(&result->open);
	*result = (struct app_roster_result){ 0 };
}

static enum status
try_import(struct app *app, const struct app_roster *ask, struct app_roster_result *out, struct buf *problems, struct err *err)
{
	struct roster roster = { .app = app, .pack = store_pack(app_store(app)), .progress = ask->progress };
	enum status status = act_needs_person(app, err);

	roster.reading = (struct roster_reading){ .app = app,
						  .pack = roster.pack,
						  .path = ask->path,
						  .sheet = ask->sheet,
						  .agreed = ask->agreed,
						  .said = ask->said,
						  .mend = ask->mend,
						  .progress = ask->progress };
	*out = (struct app_roster_result){ 0 };
	act_reads_begin(app);
	if (!status && !store_eval(app_store(app)))
		status = err_set(err, STATUS_NOT_FOUND, _("no form pack is in force in this file; run louce forms publish"));
	if (!status)
		act_in_role(app, &roster.pack->root->by, NULL);
	if (!status && !names_has(&roster.pack->root->by, app_credential(app)->role))
		status = err_set(err, STATUS_DENIED, _("your role may not list buildings"));
	if (!status)
		status = read_file(&roster, ask, out, problems, err);
	if (!status)
		status = plan_rows(&roster, ask, out, problems, err);
	if (!status && (ask->map || ask->columns) && !ask->dry_run && !out->asks) /* a table that was refused teaches nothing */
		keep_map(&roster, problems);
	out->faults = status == STATUS_INVALID && !out->only_flawed ? roster.reading.fault_count : 0;
	if (ask->correct && out->faults)
		write_correct(&roster.reading, problems);
	roster_reading_release(&roster.reading);
	roster_map_release(&roster.map);
	return status;
}

/* What the rows mean now is asked about like what they meant before. */
enum status
app_roster_import(struct app *app, const struct app_roster *ask, struct app_roster_result *out, struct buf *problems, struct err *err)
{
	const size_t said = problems->len;
	struct act_tries tries = { 0 };
	enum status status;

	*out = (struct app_roster_result){ 0 };
	do {
		app_roster_result_release(out);
		buf_cut(problems, said);
		status = try_import(app, ask, out, problems, err);
	} while (act_try_again(app, &tries, &status, err));
	return status;
}
